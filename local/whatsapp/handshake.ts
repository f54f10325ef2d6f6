import { randomInt } from "node:crypto";

/** How a callback answered Meta's verification. */
export interface Handshake {
  /** 200 with exactly the challenge as its body. */
  readonly ok: boolean;
  /** 0 when the callback could not be reached. */
  readonly status: number;
  readonly body: string;
  readonly challenge: string;
}

/** Asks a callback to prove itself, as Meta does whenever an address or token is saved. */
export async function shakeHands(callback: string, verifyToken: string): Promise<Handshake> {
  const challenge = String(randomInt(10 ** 9, 2 ** 31));
  const url = new URL(callback);
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.verify_token", verifyToken);
  url.searchParams.set("hub.challenge", challenge);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    const body = await response.text();
    return { ok: response.status === 200 && body === challenge, status: response.status, body, challenge };
  } catch (error) {
    return { ok: false, status: 0, body: String(error), challenge };
  }
}
