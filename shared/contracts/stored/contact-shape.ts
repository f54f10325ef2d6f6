import { keys, places } from "./keys.ts";
import { Contact } from "../contacts.ts";
import { ContactId } from "../ids.ts";
import { shape } from "./shape.ts";
import * as z from "zod";

/** So many characters of a name count for its place in the list of contacts. */
const sortedCharacters = 100;

/**
 * A name as it is compared: without case, accents and surplus spaces, and Greek's two small sigmas as one. The beginning of a name
 * always becomes the beginning of what the name becomes, so that a search by beginning finds it however either was typed.
 */
export const foldedName = (name: string): string =>
  Array.from(name.normalize("NFKD"), (character) => character.toLowerCase())
    .join("")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("ς", "σ")
    .replaceAll(/[\s\p{C}]+/gu, " ")
    .trim();

const sorted = (name: string): string => Array.from(foldedName(name)).slice(0, sortedCharacters).join("");

/** How the places of names that begin so begin in the list of contacts. */
export const contactsFrom = (beginning: string): string => places.nameFrom(sorted(beginning));

/** Contacts are listed by name, in one partition of index 1. */
export const ContactItem = shape({
  kind: "contact",
  version: 1,
  schema: Contact,
  key: (it) => keys.contact(it.id),
  indexes: (it) => ({
    gsi1pk: places.contacts,
    gsi1sk: places.at(sorted(it.name), it.id),
  }),
});

const matchKey = z.string().max(256);

/** Says whose an address is. `matchKey` is a user id, or a phone in the form in which equal phones are equal. */
export const Address = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("whatsapp-user"), matchKey, contactId: ContactId }),
  z.strictObject({
    kind: z.literal("whatsapp-phone"),
    matchKey,
    contactId: ContactId,
    /** Raised by every change. */
    version: z.int().min(1),
    /** The user id of who has the phone, for each WhatsApp Business Account that was told one: another one there is another person. */
    userIds: z.record(z.string().max(32), z.string().max(140)),
  }),
]);
export type Address = z.infer<typeof Address>;
export const AddressItem = shape({
  kind: "address",
  version: 1,
  schema: Address,
  key: (it) => keys.address(it.kind, it.matchKey),
});
