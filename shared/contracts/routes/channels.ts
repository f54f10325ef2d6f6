import { Channel, Reception, WebChatChannel, WhatsAppChannel, WhatsAppSecrets } from "../organisation.ts";
import { changeErrors, createErrors, expected, listErrors, page, pageOf, route } from "./route.ts";
import { ChannelId } from "../ids.ts";
import { Time } from "../values.ts";
import * as z from "zod";

const reads = { kind: "staff", roles: ["admin"], scope: "config:read" } as const;
const writes = { kind: "staff", roles: ["admin"], scope: "config:write" } as const;
/** No key of a program is given a secret. */
const people = { kind: "staff", roles: ["admin"] } as const;
const ofChannel = z.strictObject({ channelId: ChannelId });
const { name, phoneNumberId, wabaId, displayNumber, reception } = WhatsAppChannel.shape;
const { allowedOrigins, greeting } = WebChatChannel.shape;

/** The secret in full, `wid_` and 64 hexadecimal digits. */
const identitySecret = z.string();

/** What a channel is made from. */
export const NewChannel = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("whatsapp"),
    ...{ name, phoneNumberId, wabaId, displayNumber },
    reception: Reception.default({ kind: "none" }),
    secrets: WhatsAppSecrets,
  }),
  z.strictObject({
    kind: z.literal("webchat"),
    ...{ name, allowedOrigins },
    greeting: greeting.default(null),
    reception: Reception.default({ kind: "none" }),
  }),
]);
export type NewChannel = z.infer<typeof NewChannel>;

/** A channel that was just made: the one time that a web chat's identity secret is told. */
export const CreatedChannel = z.discriminatedUnion("kind", [
  WhatsAppChannel,
  z.strictObject({ ...WebChatChannel.shape, identitySecret }),
]);
export type CreatedChannel = z.infer<typeof CreatedChannel>;

const week = 7 * 86_400;

/** What was looked at, and what came of it. `detail` says in words what to do about it. */
export const Check = z.strictObject({
  check: z.enum(["secrets", "token", "number", "subscription", "origins", "last-event"]),
  result: z.enum(["ok", "problem", "unknown"]),
  detail: z.string(),
});
export type Check = z.infer<typeof Check>;

export const channelRoutes = {
  listChannels: route({
    name: "listChannels",
    method: "GET",
    path: "/channels",
    summary: "Channels",
    function: "api-channels",
    access: reads,
    rule: "business",
    query: page,
    status: 200,
    response: pageOf(Channel),
    errors: listErrors,
  }),
  createChannel: route({
    name: "createChannel",
    method: "POST",
    path: "/channels",
    summary:
      "Registers a WhatsApp number, whose token and secrets are kept apart and never returned, or makes a web chat, whose identity " +
      "secret is in this answer only",
    function: "api-channels",
    access: writes,
    rule: "business",
    body: NewChannel,
    idempotent: true,
    status: 201,
    response: CreatedChannel,
    errors: [...createErrors, "ALREADY_EXISTS"],
  }),
  getChannel: route({
    name: "getChannel",
    method: "GET",
    path: "/channels/{channelId}",
    summary: "A channel",
    function: "api-channels",
    access: reads,
    rule: "business",
    params: ofChannel,
    status: 200,
    response: Channel,
    errors: changeErrors,
  }),
  changeChannel: route({
    name: "changeChannel",
    method: "PATCH",
    path: "/channels/{channelId}",
    summary: "Changes a channel; `secrets` replaces all secrets of a number",
    function: "api-channels",
    access: writes,
    rule: "business",
    params: ofChannel,
    body: z.strictObject({
      ...z
        .strictObject({
          ...{ name, reception },
          ...{ displayNumber, wabaId, secrets: WhatsAppSecrets },
          ...{ allowedOrigins, greeting },
        })
        .partial().shape,
      ...expected,
    }),
    status: 200,
    response: Channel,
    errors: changeErrors,
  }),
  removeChannel: route({
    name: "removeChannel",
    method: "DELETE",
    path: "/channels/{channelId}",
    summary:
      "Removes a channel that has no live ticket, once none opened for a while; its closed tickets stay",
    function: "api-channels",
    access: writes,
    rule: "business",
    params: ofChannel,
    status: 200,
    response: z.strictObject({ removed: z.boolean() }),
    errors: [...changeErrors, "HAS_LIVE_TICKETS"],
  }),
  rotateIdentitySecret: route({
    name: "rotateIdentitySecret",
    method: "POST",
    path: "/channels/{channelId}/identity-secret",
    summary:
      "Gives a web chat its next identity secret, told in this answer only; the former one holds for a while",
    function: "api-channels",
    access: people,
    rule: "business",
    params: ofChannel,
    body: z.strictObject({ overlapSeconds: z.int().min(0).max(week).default(86_400), ...expected }),
    status: 200,
    response: z.strictObject({ channel: WebChatChannel, identitySecret }),
    errors: changeErrors,
  }),
  checkChannel: route({
    name: "checkChannel",
    method: "POST",
    path: "/channels/{channelId}/check",
    summary:
      "Says what stops a channel from working: secrets, last event seen; of a number its token and subscription, of a web chat its " +
      "origins",
    function: "api-channels",
    access: reads,
    rule: "business",
    params: ofChannel,
    status: 200,
    response: z.strictObject({ ok: z.boolean(), checkedAt: Time, checks: z.array(Check) }),
    errors: changeErrors,
  }),
} as const;
