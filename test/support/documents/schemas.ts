import * as access from "../../../shared/contracts/routes/access.ts";
import * as agentRoutes from "../../../shared/contracts/routes/agents.ts";
import * as apiKeys from "../../../shared/contracts/api-keys.ts";
import * as audit from "../../../shared/contracts/audit.ts";
import * as cannedResponses from "../../../shared/contracts/canned-responses.ts";
import * as channelRoutes from "../../../shared/contracts/routes/channels.ts";
import * as contacts from "../../../shared/contracts/contacts.ts";
import * as errors from "../../../shared/contracts/errors.ts";
import * as hours from "../../../shared/contracts/hours.ts";
import * as ids from "../../../shared/contracts/ids.ts";
import * as lifecycleRoutes from "../../../shared/contracts/routes/lifecycle.ts";
import * as organisation from "../../../shared/contracts/organisation.ts";
import * as routeParts from "../../../shared/contracts/routes/route.ts";
import * as sectorRoutes from "../../../shared/contracts/routes/sectors.ts";
import * as settings from "../../../shared/contracts/settings.ts";
import * as sockets from "../../../shared/contracts/socket-messages.ts";
import * as ticketRoutes from "../../../shared/contracts/routes/tickets.ts";
import * as tickets from "../../../shared/contracts/tickets.ts";
import * as values from "../../../shared/contracts/values.ts";
import * as webhooks from "../../../shared/contracts/webhooks.ts";
import * as whatsapp from "../../../shared/contracts/whatsapp.ts";
import { isObject, refsOf, withRefs, type Json, type JsonObject } from "./json.ts";
import { examples } from "./examples.ts";
import * as z from "zod";

/** Schemas and the names under which the documents have them. */
export type Names = ReadonlyMap<z.ZodType, string>;

/** What a value is looked at as: what a caller sends, or what a caller gets. */
export type Direction = "input" | "output";

const refTo = (name: string): string => `#/components/schemas/${name}`;
const nameIn = (ref: string): string => ref.slice(refTo("").length);

/** Every schema that the contracts export, by its name there. Throws when two have the same name. */
export function contractNames(): Names {
  const names = new Map<z.ZodType, string>();
  const modules = [
    access,
    agentRoutes,
    apiKeys,
    audit,
    cannedResponses,
    channelRoutes,
    contacts,
    errors,
    hours,
    ids,
    lifecycleRoutes,
    organisation,
    routeParts,
    sectorRoutes,
    settings,
    sockets,
    ticketRoutes,
    tickets,
    values,
    whatsapp,
  ];
  for (const [name, value] of modules.flatMap((it) => Object.entries<unknown>(it))) {
    if (!(value instanceof z.ZodType)) continue;
    if ([...names.values()].includes(name)) throw new Error(`two contracts are named ${name}`);
    names.set(value, name);
  }
  return names;
}

/** What a `refine` of the contracts means in JSON Schema, which zod cannot tell. */
const refinements: ReadonlyMap<unknown, JsonObject> = new Map<unknown, JsonObject>([
  [values.WhatsAppAddress, { anyOf: [{ required: ["phone"] }, { required: ["userId"] }] }],
  // Which zones there are is the runtime's knowledge; JSON Schema can only say how they look.
  [hours.TimeZone, { format: "time-zone", description: "An IANA time zone, such as America/Sao_Paulo" }],
  [organisation.Origin, { format: "origin", description: "An origin, as browsers say it" }],
  [organisation.WebChatChannel.shape.allowedOrigins, { uniqueItems: true }],
  [organisation.Reception.options[2].shape.queueIds, { uniqueItems: true }],
  [webhooks.Webhook.shape.events, { uniqueItems: true }],
  [tickets.Fields, { maxProperties: 30 }],
]);

/** Adds what zod leaves out of a schema, and throws where that is not known. */
function complete(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema, path: string): void {
  if (schema._zod.def.checks?.some(({ _zod }) => _zod.def.check === "custom") === true) {
    const meaning = refinements.get(schema);
    if (meaning === undefined) throw new Error(`a refinement without a meaning in JSON Schema: ${path}`);
    Object.assign(json, meaning);
  }
  const { patterns } = schema._zod.bag;
  for (const pattern of patterns instanceof Set ? patterns : []) {
    if (pattern instanceof RegExp && pattern.flags.replace("u", "") !== "") {
      throw new Error(`a pattern with flags, which JSON Schema does not have: ${path}`);
    }
  }
}

/** The JSON Schemas of all names, referring to each other. Throws on what JSON Schema cannot say. */
function convert(
  names: Names,
  io: Direction,
  target: "draft-7" | "draft-2020-12",
): ReadonlyMap<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    target,
    uri: refTo,
    unrepresentable: "throw",
    override: ({ zodSchema, jsonSchema, path }) => complete(zodSchema, jsonSchema, path.join(".")),
  });
  const plain = z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(schemas)));
  return new Map(
    Object.entries(plain).map(([name, schema]) => {
      if (name === "__shared" || !isObject(schema)) throw new Error(`a circle of schemas without names`);
      const { $schema: _dialect, $id: _id, ...rest } = schema;
      const example = examples[name];
      return [name, example === undefined ? rest : { ...rest, examples: [example] }];
    }),
  );
}

/** The schemas of a document, while it is being written: gives references, and in the end all that was referred to. */
export interface Schemas {
  /** A reference to a schema that has a name. */
  ref(schema: z.ZodType, direction: Direction): JsonObject;
  /** The members of an object schema that has a name, which itself is not part of the document then. */
  membersOf(schema: z.ZodObject, direction: Direction): readonly Member[];
  /** `components.schemas`, and how a reference given before reads now. */
  finish(): { readonly schemas: JsonObject; readonly rename: (ref: string) => string };
}

/** A member of an object schema. */
export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Json;
}

/**
 * Collects schemas for a document. What is sent and what is got under one name may differ (a default makes a member
 * optional one way only): where both are referred to and differ, the former is called `<name>Input`.
 */
export function createSchemas(names: Names, target: "draft-7" | "draft-2020-12"): Schemas {
  const versions = { input: convert(names, "input", target), output: convert(names, "output", target) };
  /** References already given, as direction and name. */
  const used = new Set<string>();

  const definition = (name: string, direction: Direction): JsonObject => {
    const found = versions[direction].get(name);
    if (found === undefined) throw new Error(`no schema is named ${name}`);
    return found;
  };
  /** Notes everything a schema refers to, and marks the references with their direction. */
  const follow = (value: Json, direction: Direction): Json =>
    withRefs(value, (ref) => {
      const name = nameIn(ref);
      const mark = `${direction}:${name}`;
      if (!used.has(mark)) {
        used.add(mark);
        follow(definition(name, direction), direction);
      }
      return mark;
    });
  const nameOf = (schema: z.ZodType): string => {
    const name = names.get(schema);
    if (name === undefined) throw new Error("a schema without a name");
    return name;
  };

  return {
    ref: (schema, direction) => {
      const marked = follow({ $ref: refTo(nameOf(schema)) }, direction);
      return isObject(marked) ? marked : {};
    },
    membersOf: (schema, direction) => {
      const { properties, required } = definition(nameOf(schema), direction);
      if (!isObject(properties)) throw new Error(`${nameOf(schema)} has no members`);
      return Object.entries(properties).map(([name, it]) => ({
        name,
        required: Array.isArray(required) && required.includes(name),
        schema: follow(it, direction),
      }));
    },
    finish: () => {
      const differing = differences(versions.input, versions.output);
      const rename = (mark: string): string => {
        if (mark.startsWith("#")) return mark;
        const [direction, name = ""] = mark.split(":");
        const apart = direction === "input" && differing.has(name) && used.has(`output:${name}`);
        return refTo(apart ? `${name}Input` : name);
      };
      const schemas = [...used].map((mark): [string, Json] => {
        const [direction, name = ""] = mark.split(":");
        const io = direction === "input" ? "input" : "output";
        return [
          nameIn(rename(mark)),
          withRefs(definition(name, io), (ref) => rename(`${io}:${nameIn(ref)}`)),
        ];
      });
      return { schemas: Object.fromEntries(schemas.toSorted(([a], [b]) => (a < b ? -1 : 1))), rename };
    },
  };
}

/** Names whose two versions differ, by themselves or in what they refer to. */
function differences(
  input: ReadonlyMap<string, JsonObject>,
  output: ReadonlyMap<string, JsonObject>,
): ReadonlySet<string> {
  const differing = new Set<string>();
  for (let before = -1; before < differing.size;) {
    before = differing.size;
    for (const [name, schema] of input) {
      const other = output.get(name) ?? {};
      const apart =
        JSON.stringify(schema) !== JSON.stringify(other) ||
        refsOf(schema).some((ref) => differing.has(nameIn(ref)));
      if (apart) differing.add(name);
    }
  }
  return differing;
}
