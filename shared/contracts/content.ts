import { Json } from "./values.ts";
import * as z from "zod";

/** A message's text: WhatsApp takes up to 4,096 characters. */
export const MessageText = z.string().min(1).max(4_096);

/** One of the things a contact may choose. `id` comes back in the answer. */
export const ChoiceOption = z.strictObject({
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(200),
  description: z.string().min(1).max(72).nullable(),
});
export type ChoiceOption = z.infer<typeof ChoiceOption>;

/**
 * A question with options. `form` is how the channel shows it: `buttons` holds 3 options of 20 characters, `list` 10 of 24,
 * and `numbers` is plain text that counts them, with titles of any length (WhatsApp's limits; docs/whatsapp.md has the source).
 */
export const Choices = z.strictObject({
  type: z.literal("choices"),
  form: z.enum(["buttons", "list", "numbers"]),
  text: z.string().min(1).max(1_024),
  /** What opens the list; unused by the other forms. */
  label: z.string().min(1).max(20),
  options: z.array(ChoiceOption).min(1).max(10),
});

/** A message that Meta approved beforehand, the only kind that goes out after the window. `parameters` fill its body in order. */
export const TemplateContent = z.strictObject({
  type: z.literal("template"),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  parameters: z.array(z.string().min(1).max(1_024)).max(20),
});
export type TemplateContent = z.infer<typeof TemplateContent>;

/**
 * What a message says. `choice` is the contact's answer to `choices`. `unsupported` is a type the desk cannot show yet: it keeps
 * what the provider sent, or, when that is too large for an entry, the id under which its parts are kept for inspection.
 */
export const Content = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().max(65_536) }),
  Choices,
  z.strictObject({ type: z.literal("choice"), id: z.string().max(256), title: z.string().max(256) }),
  TemplateContent,
  z.strictObject({ type: z.literal("unsupported"), kind: z.string().max(64), raw: Json }),
  z.strictObject({
    type: z.literal("unsupported-large"),
    kind: z.string().max(64),
    inspectionId: z.string(),
  }),
]);
export type Content = z.infer<typeof Content>;
export type Choices = z.infer<typeof Choices>;

/** Why the desk itself wrote to a contact; null for what a person or a bot wrote. */
export const Purpose = z.enum([
  "reception",
  "out-of-hours",
  "queue-greeting",
  "queue-full",
  "position",
  "inactivity-warning",
  "inactivity-close",
  "wake-up",
  "survey",
  "survey-thanks",
]);
export type Purpose = z.infer<typeof Purpose>;
