import type { Choices, OutboundMessage, TemplateContent, Ticket } from "../../contracts/tickets.ts";
import type { SendRequest } from "../../contracts/whatsapp.ts";
import { numbered } from "../../domain/reception-menu.ts";
import { writeReference } from "./entry-reference.ts";

type Interactive = (SendRequest & { readonly type: "interactive" })["interactive"];

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
    case "choices":
      return content.form === "numbers"
        ? { ...addressed, type: "text", text: { body: numbered(content), preview_url: false } }
        : { ...addressed, type: "interactive", interactive: interactiveOf(content) };
    case "template":
      return { ...addressed, type: "template", template: templateOf(content) };
    default:
      throw new Error(`cannot send ${content.type}`);
  }
}

/** Meta wants no description rather than an empty one. */
function interactiveOf({ form, text, label, options }: Choices): Interactive {
  const body = { text };
  if (form === "buttons") {
    const buttons = options.map(({ id, title }) => ({ type: "reply" as const, reply: { id, title } }));
    return { type: "button", body, action: { buttons } };
  }
  const rows = options.map(({ id, title, description }) => ({
    ...{ id, title },
    ...(description === null ? {} : { description }),
  }));
  return { type: "list", body, action: { button: label, sections: [{ rows }] } };
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
