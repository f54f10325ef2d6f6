import { fillTemplate, type FilledTemplate } from "./templates.ts";
import type { Conversation, InboundState, JsonObject, StatusName } from "./types.ts";
import { accountOf, type NumberState, type World } from "./world.ts";

/** A message as a phone shows it. */
export type ChatMessage = {
  readonly wamid: string;
  /** Clock ms. */
  readonly at: number;
  readonly type: string;
  /** The object under the key named by `type`. */
  readonly content: JsonObject;
  /** wamid of the message it answers. */
  readonly replyTo?: string;
} & (
  | { readonly from: "customer"; readonly state: InboundState | "read" }
  | {
      readonly from: "business";
      /** What was reported of it so far. */
      readonly statuses: readonly StatusName[];
      /** What a template says with its variables filled in. */
      readonly template?: FilledTemplate;
    }
);

/** Both sides of a conversation, oldest first; what the phone has not got yet is not there. */
export function chatOf(
  world: World,
  number: NumberState,
  conversation: Conversation,
): readonly ChatMessage[] {
  const written = [...conversation.inbound].map(
    ([wamid, { at, type, message, replyTo, state, readByBusiness }]): ChatMessage => ({
      from: "customer",
      wamid,
      at,
      type,
      content: (message[type] ?? {}) as JsonObject,
      ...(replyTo === undefined ? {} : { replyTo }),
      state: readByBusiness ? "read" : state,
    }),
  );
  const { templates } = accountOf(world, number.wabaId);
  const received = conversation.received.map(({ wamid, at, type, content, replyTo }): ChatMessage => {
    const filled = type === "template" ? fillTemplate(templates, content) : undefined;
    return {
      from: "business",
      wamid,
      at,
      type,
      content,
      ...(replyTo === undefined ? {} : { replyTo }),
      statuses: [...(world.sends.get(wamid)?.send.statuses ?? [])],
      ...(filled === undefined ? {} : { template: filled }),
    };
  });
  return [...written, ...received].sort((one, other) => one.at - other.at);
}
