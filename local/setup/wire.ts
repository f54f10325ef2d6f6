import type { Register } from "./register.ts";
import type { Key, Kind, Thing } from "./things.ts";
import * as z from "zod";

type Fields = Thing["fields"];

const Keys = z.array(z.array(z.string()));
const Names = z.array(z.string());
const Limits = z.record(z.string(), z.int());

/** Fields that name other things: what they are called on the wire, and how the names become ids. */
const references: Readonly<
  Partial<
    Record<Kind, Readonly<Record<string, (register: Register, value: unknown) => readonly [string, unknown]>>>
  >
> = {
  channel: {
    reception: (register, value) => ["reception", receptionOf(register, value)],
  },
  queue: {
    channels: (register, value) => ["channelIds", idsOf(register, "channel", Keys.parse(value))],
  },
  person: {
    sectors: (register, value) => [
      "sectorIds",
      idsOf(
        register,
        "sector",
        Names.parse(value).map((name) => [name]),
      ),
    ],
    queues: (register, value) => ["queueIds", idsOf(register, "queue", Keys.parse(value))],
    limits: (register, value) => [
      "limits",
      Object.fromEntries(
        Object.entries(Limits.parse(value)).map(([name, limit]) => [
          register.find("sector", [name]).id,
          limit,
        ]),
      ),
    ],
  },
};

/** A reception that is a queue is its key; null is none. */
const Receptions = z.union([
  z.null(),
  Names,
  z.strictObject({ kind: z.literal("external") }),
  z.looseObject({ kind: z.literal("menu"), queues: Keys, fallback: Names.nullable() }),
]);

function receptionOf(register: Register, value: unknown): object {
  const idOf = (key: Key): string => register.find("queue", key).id;
  const reception = Receptions.parse(value);
  if (reception === null) return { kind: "none" };
  if (Array.isArray(reception)) return { kind: "queue", queueId: idOf(reception) };
  if (reception.kind === "external") return reception;
  const { queues, fallback, ...texts } = reception;
  return { ...texts, queueIds: queues.map(idOf), fallback: fallback && idOf(fallback) };
}

const idsOf = (register: Register, kind: Kind, keys: readonly Key[]): string[] =>
  keys.map((key) => register.find(kind, key).id);

/**
 * Fields as the API takes them: names become ids, and fields that were taken apart become one object again. Where only some
 * of an object's members are to change, `known` gives the others, since the API takes such an object whole.
 */
export function wireFields(
  register: Register,
  kind: Kind,
  fields: Fields,
  known: Fields = {},
): Readonly<Record<string, unknown>> {
  const wire: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    const [group = field, member] = field.split(".");
    const reference = references[kind]?.[field];
    if (reference !== undefined) {
      const [name, made] = reference(register, value);
      wire[name] = made;
    } else if (member === undefined) wire[field] = value;
    else wire[group] = { ...membersOf(group, known), ...membersOf(group, fields) };
  }
  return wire;
}

const membersOf = (group: string, fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) =>
      field.startsWith(`${group}.`) ? [[field.slice(group.length + 1), value] as const] : [],
    ),
  );
