import type { KeptTemplate } from "../contracts/whatsapp.ts";
import type { MessageTemplate } from "../contracts/routes/directory.ts";

const placeholders = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ""));

/** Buttons that go out as they are. Others ask for a value of their own with each message. */
const plainButtons: ReadonlySet<string> = new Set(["QUICK_REPLY", "URL", "PHONE_NUMBER"]);

/**
 * A template as people choose it. `sendable`: the desk sends values for the body only, by their place; what asks for anything else
 * (a name for each value, a picture or a value in the header, a value in a button) Meta would refuse.
 */
export function viewTemplate(kept: KeptTemplate): MessageTemplate {
  const { name, language, category, header, body, footer, buttons } = kept;
  const asked = placeholders(body);
  const plainHeader = header === null || (header.format === "TEXT" && placeholders(header.text).size === 0);
  const plain = buttons.every(
    ({ type, url }) => plainButtons.has(type) && placeholders(url ?? "").size === 0,
  );
  return {
    ...{ name, language, category, body, footer },
    header: header?.format === "TEXT" ? header.text : null,
    buttons: buttons.map(({ text }) => text),
    parameters: asked.size,
    sendable: (!kept.named || asked.size === 0) && plainHeader && plain,
  };
}
