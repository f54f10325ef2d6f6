import type { ChannelSecrets, WhatsAppSecrets } from "../contracts/organisation.ts";

/** What is kept for a channel, if it is what a WhatsApp number needs. */
export const whatsAppSecrets = (kept: ChannelSecrets | undefined): WhatsAppSecrets | undefined =>
  kept !== undefined && "accessToken" in kept ? kept : undefined;
