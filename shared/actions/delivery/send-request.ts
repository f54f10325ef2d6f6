import type { OutboundMessage, TemplateContent, Ticket } from "../../contracts/tickets.ts";
import type { SendRequest } from "../../contracts/whatsapp.ts";
import { writeReference } from "./entry-reference.ts";

/**
 * What Meta is asked to send for an entry. WhatsApp takes a phone with `+` in `to`, a user id in `recipient`; given both, `to` would
 * win. Throws for content that cannot be sent.
 */
export function requestOf(entry: OutboundMessage, { address }: Ticket): SendRequest {
  const { content } = entry;
  const addressed = {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...(address.phone === undefined ? { recipient: address.userId ?? "" } : { to: `+${address.phone}` }),
    biz_opaque_callback_data: writeReference(entry),
  } as const;
  switch (content.type) {
    case "text":
      return { ...addressed, type: "text", text: { body: content.text, preview_url: false } };
    case "template":
      return { ...addressed, type: "template", template: templateOf(content) };
    default:
      throw new Error(`cannot send ${content.type}`);
  }
}

/** Components are only given where there is something to fill in: Meta counts the parameters. */
function templateOf({ name, language, parameters }: TemplateContent) {
  const body = {
    type: "body",
    parameters: parameters.map((text) => ({ type: "text", text }) as const),
  } as const;
  return {
    ...{ name, language: { code: language } },
    ...(parameters.length === 0 ? {} : { components: [body] satisfies [unknown] }),
  };
}
