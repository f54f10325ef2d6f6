import type { Json } from "../../shared/contracts/values.ts";
import type { FilePath } from "./problems.ts";

/** What a set-up file is about, in the order in which people are told. */
export const kinds = [
  "settings",
  "pause reason",
  "channel",
  "sector",
  "queue",
  "tag",
  "person",
  "canned response",
] as const;
export type Kind = (typeof kinds)[number];

/** What tells a thing from others of its kind: names from the outside in, an e-mail, a shortcut, a phone number id. */
export type Key = string[];

/**
 * Something of a business in words instead of ids. Fields that are objects on the wire and may be given in part are taken
 * apart (`serviceLevel.wait`); a field that names another thing holds its key.
 */
export interface Thing {
  readonly kind: Kind;
  readonly key: Key;
  /** For people. */
  readonly label: string;
  readonly fields: Readonly<Record<string, Json>>;
}

/** A thing as the file wants it. A field that is absent is left as it is. */
export interface WantedThing extends Thing {
  readonly path: FilePath;
  /** Names of environment variables with values that only a new thing takes, by the field of the request. */
  readonly secrets?: Readonly<Record<string, readonly string[]>>;
}

/** A thing as the desk has it, with every field. */
export interface KnownThing extends Thing {
  readonly id: string;
  readonly version: number;
}

/** One text for one thing. */
export const identity = ({ kind, key }: Pick<Thing, "kind" | "key">): string =>
  JSON.stringify([kind, ...key]);

/** Names in order, so that lists whose order means nothing are the same value. */
export const ordered = <Item extends Json>(items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Members of an object as fields of their own. */
export const apart = (name: string, members: Readonly<Record<string, Json | undefined>> | undefined) =>
  Object.fromEntries(
    Object.entries(members ?? {}).flatMap(([member, value]) =>
      value === undefined ? [] : [[`${name}.${member}`, value] as const],
    ),
  );

/** A number is known by Meta's id for it, a web chat by its name. */
export const channelKey = (
  channel:
    | { readonly kind: "whatsapp"; readonly phoneNumberId: string }
    | { readonly kind: "webchat"; readonly name: string },
): Key => (channel.kind === "whatsapp" ? [channel.phoneNumberId] : ["web chat", channel.name]);
