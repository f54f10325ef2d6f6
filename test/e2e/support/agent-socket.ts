import { WebSocket } from "ws";
import { type ServerMessage, ServerMessage as Schema } from "../../../shared/contracts/socket-messages.ts";
import type { SingleSocketMessage } from "../../../shared/contracts/socket-messages.ts";
import type { Scene } from "./scene.ts";
import { until } from "./until.ts";
import * as z from "zod";

const Complaint = z.strictObject({ message: z.string(), connectionId: z.string(), requestId: z.string() });

type Type = SingleSocketMessage["type"];
type Of<Name extends Type> = SingleSocketMessage & { readonly type: Name };

/** An agent's socket, as a desk in a browser would hold it. */
export interface AgentSocket {
  /** What came so far, in order, batches taken apart. */
  readonly messages: readonly SingleSocketMessage[];
  /** What API Gateway said itself: it tells of a function that failed. */
  readonly complaints: readonly string[];
  /** The first message of this type, come or to come, that fits. */
  message<Name extends Type>(type: Name, fits?: (message: Of<Name>) => boolean): Promise<Of<Name>>;
  ping(): void;
  send(text: string): void;
  /** Ends it in good order. */
  close(): Promise<void>;
}

/** Opens a socket by a ticket of its own. Every message is parsed with its schema; one that does not fit fails `message`. */
export async function openSocket({ api }: Scene, token: string): Promise<AgentSocket> {
  const { url, ticket } = await api.call("openSocket", {}, { token });
  const socket = new WebSocket(`${url}?ticket=${ticket}`);
  const messages: SingleSocketMessage[] = [];
  const complaints: string[] = [];
  let broken: unknown;
  socket.on("message", (data: Buffer) => {
    const json: unknown = JSON.parse(data.toString("utf8"));
    const complaint = Complaint.safeParse(json);
    if (complaint.success) {
      complaints.push(complaint.data.message);
      return;
    }
    const parsed = Schema.safeParse(json);
    if (parsed.success) messages.push(...apart(parsed.data));
    else broken ??= parsed.error;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  socket.on("error", (error) => {
    broken ??= error;
  });
  return {
    messages,
    complaints,
    message: <Name extends Type>(type: Name, fits: (message: Of<Name>) => boolean = () => true) =>
      until(`a socket message of type ${type}`, () => {
        if (broken !== undefined) throw broken;
        return messages.find((it): it is Of<Name> => it.type === type && fits(it as Of<Name>));
      }),
    ping: () => socket.send(JSON.stringify({ action: "ping" })),
    send: (text) => socket.send(text),
    close: () =>
      new Promise<void>((resolve) => {
        socket.once("close", () => resolve());
        socket.close();
      }),
  };
}

const apart = (message: ServerMessage): readonly SingleSocketMessage[] =>
  message.type === "batch" ? message.messages : [message];
