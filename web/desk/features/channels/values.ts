import type { AnswerOf } from "../../lib/api/types.ts";

/** A channel as the API gives it. */
export type ChannelRecord = AnswerOf<"getChannel">;
export type Reception = ChannelRecord["reception"];
export type WhatsAppRecord = ChannelRecord & { readonly kind: "whatsapp" };
export type WebChatRecord = ChannelRecord & { readonly kind: "webchat" };
