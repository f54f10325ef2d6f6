import type { Content } from "../../contracts/tickets.ts";

/**
 * Whether an inbound message is WhatsApp's own notice about the contact (their number changed, for example) rather than
 * something they said: it opens no ticket, no window, and leaves nothing unread.
 */
export const isNotice = (content: Content): boolean => "kind" in content && content.kind === "system";
