import { GraphErrorBody, SendResponse } from "../contracts/whatsapp.ts";
import type { SendOutcome, WhatsApp } from "../ports/ports.ts";

/** Meta's Graph API. `url` ends with the version, as in `https://graph.facebook.com/v26.0`. */
export function createWhatsApp(options: {
  readonly url: string;
  /** How long to wait for the whole answer, in milliseconds. */
  readonly timeout?: number;
}): WhatsApp {
  const base = options.url.replace(/\/+$/, "");
  const timeout = options.timeout ?? 10_000;
  return {
    send: async (phoneNumberId, accessToken, request) => {
      // Made before the try: what cannot even be asked was certainly not sent.
      const question = new Request(`${base}/${encodeURIComponent(phoneNumberId)}/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
        body: JSON.stringify(request),
        // A redirect would carry the token elsewhere.
        redirect: "manual",
        signal: AbortSignal.timeout(timeout),
      });
      try {
        const response = await fetch(question);
        return outcomeOf(response.status, await response.text());
      } catch (error) {
        return { kind: "unknown", detail: whyNot(error) };
      }
    },
  };
}

function outcomeOf(status: number, text: string): SendOutcome {
  const body = parsed(text);
  if (status >= 200 && status < 300) {
    const sent = SendResponse.safeParse(body);
    return sent.success
      ? { kind: "accepted", providerId: sent.data.messages[0].id }
      : { kind: "unknown", detail: `HTTP ${status} without a message id` };
  }
  const refusal = GraphErrorBody.safeParse(body);
  if (status < 400 || !refusal.success) return { kind: "unknown", detail: `HTTP ${status}` };
  const { code, message, error_data } = refusal.data.error;
  const detail = (error_data?.details ?? message ?? "").slice(0, 500);
  return { kind: "refused", code, detail, httpStatus: status };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The kind of a failure to get an answer, such as `TimeoutError` or `ECONNRESET`. */
function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return `no answer: ${code ?? error.name}`;
}
