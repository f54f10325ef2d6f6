import * as z from "zod";
import { type GraphError, graphError } from "./errors.ts";
import type { JsonObject } from "./types.ts";

/*
 * What `POST /{phone_number_id}/messages` accepts. Lengths are counted in UTF-16 units: Meta does not say which unit
 * it uses, and this is the strictest one.
 */

const text = (max: number): z.ZodString => z.string().min(1).max(max);
const httpUrl = z.url({ protocol: /^https?$/ });

/** Exactly one of `id` and `link`. */
const media = <T extends z.ZodRawShape>(extra: T) =>
  z
    .looseObject({ id: text(512).optional(), link: httpUrl.optional(), ...extra })
    .refine(
      (value) => (value.id === undefined) !== (value.link === undefined),
      "exactly one of id and link is needed",
    );

const caption = text(1024).optional();
const forbidden = (what: string) => z.undefined(`${what} is not supported here`).optional();
const reply = z.looseObject({ id: text(256), title: text(20) });
const row = z.looseObject({ id: text(200), title: text(24), description: text(72).optional() });
const footer = z.looseObject({ text: text(60) }).optional();
const header = z
  .looseObject({ type: z.enum(["text", "image", "video", "document"]), text: text(60).optional() })
  .optional();

const interactive = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("button"),
    header,
    body: z.looseObject({ text: text(1024) }),
    footer,
    action: z.looseObject({
      buttons: z
        .array(z.looseObject({ type: z.literal("reply"), reply }))
        .min(1)
        .max(3)
        .refine(
          (buttons) => new Set(buttons.map((button) => button.reply.title)).size === buttons.length,
          "button titles must differ",
        ),
    }),
  }),
  z.looseObject({
    type: z.literal("list"),
    header,
    body: z.looseObject({ text: text(4096) }),
    footer,
    action: z.looseObject({
      button: text(20),
      sections: z
        .array(z.looseObject({ title: text(24).optional(), rows: z.array(row).min(1) }))
        .min(1)
        .max(10)
        .refine(
          (sections) => sections.length === 1 || sections.every(({ title }) => title),
          "each section needs a title",
        )
        .refine(
          (sections) => sections.reduce((sum, { rows }) => sum + rows.length, 0) <= 10,
          "at most 10 rows in all",
        ),
    }),
  }),
  z.looseObject({
    type: z.literal("cta_url"),
    header,
    body: z.looseObject({ text: text(1024) }),
    footer,
    action: z.looseObject({
      name: z.literal("cta_url"),
      parameters: z.looseObject({ display_text: text(20), url: httpUrl }),
    }),
  }),
  z.looseObject({
    type: z.literal("request_contact_info"),
    body: z.looseObject({ text: text(1024) }),
    action: z.looseObject({ name: z.literal("request_contact_info") }),
  }),
]);

const CONTENTS = {
  text: z.looseObject({ body: text(4096), preview_url: z.boolean().optional() }),
  image: media({ caption }),
  video: media({ caption }),
  document: media({ caption, filename: text(240).optional() }),
  audio: media({ caption: forbidden("a caption"), voice: z.boolean().optional() }),
  sticker: media({ caption: forbidden("a caption") }),
  location: z.looseObject({
    latitude: z.coerce.number().min(-90).max(90),
    longitude: z.coerce.number().min(-180).max(180),
    name: text(1000).optional(),
    address: text(1000).optional(),
  }),
  contacts: z
    .array(
      z.looseObject({
        name: z.looseObject({ formatted_name: text(1024) }),
        phones: z.array(z.unknown()).optional(),
      }),
    )
    .min(1)
    .max(257),
  reaction: z.looseObject({ message_id: text(512), emoji: z.string().max(32) }),
  interactive,
  template: z.looseObject({
    name: text(512),
    language: z.looseObject({ code: text(20) }),
    components: z
      .array(
        z.looseObject({
          type: z.string(),
          parameters: z.array(z.looseObject({ type: z.string() })).optional(),
        }),
      )
      .optional(),
  }),
} as const;

const envelope = z.looseObject({
  recipient_type: z.literal("individual").optional(),
  context: z.looseObject({ message_id: text(512) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});

/** Types of message that can be sent. */
export type SendType = keyof typeof CONTENTS;

/** A body that passed: what it is, and its content under the key named by the type. */
export interface ValidMessage {
  readonly type: SendType;
  readonly content: JsonObject;
}

/** Checks a message body against Meta's limits; says what is wrong with the first thing found. */
export function validateMessage(body: JsonObject): ValidMessage | GraphError {
  const type = body["type"] ?? "text";
  if (typeof type !== "string" || !Object.hasOwn(CONTENTS, type)) {
    return graphError(100, {
      message: `(#100) Param type must be one of {${Object.keys(CONTENTS).join(", ").toUpperCase()}} - got ${JSON.stringify(type)}.`,
    });
  }
  const outer = envelope.safeParse(body);
  if (!outer.success) return issueError(body, [], outer.error);
  const known = type as SendType;
  const content = CONTENTS[known].safeParse(body[known]);
  if (!content.success) return issueError(body, [known], content.error);
  return { type: known, content: body[known] as JsonObject };
}

function issueError(body: JsonObject, prefix: readonly string[], error: z.ZodError): GraphError {
  const issue = error.issues[0];
  const path = [...prefix, ...(issue?.path ?? [])].map(String);
  const name = path.map((part, index) => (index === 0 ? part : `['${part}']`)).join("");
  if (!exists(body, path)) return graphError(131008, { details: `The parameter ${name} is required.` });
  if (name === "text['body']" && issue?.code === "too_big")
    return graphError(100, { message: "(#100) Param text['body'] must be at most 4096 characters long." });
  return graphError(131009, { details: `${name}: ${issue?.message ?? "invalid"}` });
}

/** Whether the path leads to a value; a refinement's path may end at a container. */
function exists(body: JsonObject, path: readonly string[]): boolean {
  let at: unknown = body;
  for (const part of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return at !== undefined;
}
