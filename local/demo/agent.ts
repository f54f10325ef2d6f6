import { WebSocket } from "ws";
import { ServerMessage, type SingleSocketMessage } from "../../shared/contracts/socket-messages.ts";
import type { DemoLogin } from "../seed/shop.ts";
import type { ApiClient } from "../stack/api-client.ts";
import { signIn } from "../stack/sign-in.ts";
import { until } from "./until.ts";

/** An agent of the demo at work: signed in, online, with a socket open. */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  /** What the socket brought so far, in order. */
  readonly pushed: readonly SingleSocketMessage[];
  /** Waits for a push that fits. Throws Missing with `what`. */
  sees<Found>(what: string, find: (message: SingleSocketMessage) => Found | undefined): Promise<Found>;
  close(): Promise<void>;
}

/**
 * Signs in, goes online on the channel of this name and opens a socket. Every push is parsed with its schema; `onPush` hears
 * of each as it comes.
 */
export async function openAgent(
  api: ApiClient,
  login: DemoLogin,
  channelName: string,
  onPush: (agent: string, message: SingleSocketMessage) => void,
): Promise<Agent> {
  const token = await signIn(api, login);
  const me = await api.call("me", {}, { token });
  const channel = me.channels.find(({ name }) => name === channelName);
  if (channel === undefined) throw new Error(`${login.name} does not serve the channel ${channelName}`);
  await api.call("setPresence", { params: { channelId: channel.id }, body: { status: "online" } }, { token });
  const { url, ticket } = await api.call("openSocket", {}, { token });
  const socket = new WebSocket(`${url}?ticket=${ticket}`);
  const pushed: SingleSocketMessage[] = [];
  let broken: Error | undefined;
  socket.on("message", (data: Buffer) => {
    const parsed = ServerMessage.safeParse(JSON.parse(data.toString("utf8")));
    if (!parsed.success) {
      broken = new Error(`a push is not in the expected shape: ${parsed.error.message}`);
      return;
    }
    for (const message of parsed.data.type === "batch" ? parsed.data.messages : [parsed.data]) {
      pushed.push(message);
      onPush(login.name, message);
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  socket.on("close", (code) => {
    broken ??= new Error(`the socket of ${login.name} closed (${code})`);
  });
  socket.on("error", (error) => {
    broken = error;
  });
  return {
    id: me.agent.id,
    name: login.name,
    token,
    pushed,
    sees: (what, find) =>
      until(what, () => {
        if (broken !== undefined) throw broken;
        for (const message of pushed) {
          const found = find(message);
          if (found !== undefined) return found;
        }
        return undefined;
      }),
    close: () =>
      new Promise<void>((resolve) => {
        socket.once("close", () => resolve());
        socket.close();
      }),
  };
}
