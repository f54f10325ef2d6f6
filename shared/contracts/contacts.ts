import { ActorId, AgentId, ContactId } from "./ids.ts";
import { Time } from "./values.ts";
import * as z from "zod";

/** By what name programs know a field of a contact: the key under which a flow hands its value over. */
export const ContactFieldKey = z.string().regex(/^[A-Za-z][\w-]{0,39}$/);

const ofEveryField = { key: ContactFieldKey, label: z.string().trim().min(1).max(60) };

/** Something that the business keeps of each contact. `key` is for programs, `label` for people. */
export const ContactField = z.discriminatedUnion("type", [
  z.strictObject({ ...ofEveryField, type: z.literal("text") }),
  z.strictObject({ ...ofEveryField, type: z.literal("number") }),
  z.strictObject({ ...ofEveryField, type: z.literal("boolean") }),
  /** A day, `yyyy-mm-dd`. */
  z.strictObject({ ...ofEveryField, type: z.literal("date") }),
  /** One of the options. */
  z.strictObject({
    ...ofEveryField,
    type: z.literal("choice"),
    options: z.array(z.string().trim().min(1).max(60)).min(1).max(20),
  }),
]);
export type ContactField = z.infer<typeof ContactField>;

/** A field's value, as its definition says: a day and an option are texts. */
export const ContactFieldValue = z.union([z.string().max(500), z.number(), z.boolean()]);
export type ContactFieldValue = z.infer<typeof ContactFieldValue>;

/** A customer, whichever channel they write on. */
export const Contact = z.strictObject({
  id: ContactId,
  /** Raised by every change. */
  version: z.int().min(1),
  /** As WhatsApp told it with their first message, until somebody changes it; empty where it told none. */
  name: z.string().max(200),
  /** Where they wrote from last: the phone exactly as WhatsApp gives it, and the user id that stands for it. */
  phone: z.string().max(20).nullable(),
  userId: z.string().max(140).nullable(),
  /** The agent whose customer they are, who comes first when they write. */
  linkedAgentId: AgentId.nullable(),
  /** Values of the fields that the settings define (`contactFields`). */
  fields: z.record(ContactFieldKey, ContactFieldValue),
  /** Since when nothing that they write opens a ticket, and who decided it; null: they are heard. */
  blocked: z.strictObject({ since: Time, by: ActorId }).nullable(),
  createdAt: Time,
});
export type Contact = z.infer<typeof Contact>;
