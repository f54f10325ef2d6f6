import { Channel, ChannelSecrets, Reception } from "../organisation.ts";
import { Empty, changeErrors, createErrors, expected, listErrors, page, pageOf, route } from "./route.ts";
import { ChannelId } from "../ids.ts";
import { Time } from "../values.ts";
import * as z from "zod";

const reads = { kind: "staff", roles: ["admin"], scope: "config:read" } as const;
const writes = { kind: "staff", roles: ["admin"], scope: "config:write" } as const;
const ofChannel = z.strictObject({ channelId: ChannelId });
const { name, phoneNumberId, wabaId, displayNumber, reception } = Channel.shape;

/** What was looked at, and what came of it. `detail` says in words what to do about it. */
export const Check = z.strictObject({
  check: z.enum(["secrets", "token", "number", "subscription", "last-event"]),
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
    query: page,
    status: 200,
    response: pageOf(Channel),
    errors: listErrors,
  }),
  createChannel: route({
    name: "createChannel",
    method: "POST",
    path: "/channels",
    summary: "Registers a WhatsApp number. Its token and secrets are kept apart and never returned",
    function: "api-channels",
    access: writes,
    body: z.strictObject({
      kind: z.literal("whatsapp"),
      ...{ name, phoneNumberId, wabaId, displayNumber },
      reception: Reception.default({ kind: "none" }),
      secrets: ChannelSecrets,
    }),
    idempotent: true,
    status: 201,
    response: Channel,
    errors: [...createErrors, "ALREADY_EXISTS"],
  }),
  getChannel: route({
    name: "getChannel",
    method: "GET",
    path: "/channels/{channelId}",
    summary: "A channel",
    function: "api-channels",
    access: reads,
    params: ofChannel,
    status: 200,
    response: Channel,
    errors: changeErrors,
  }),
  changeChannel: route({
    name: "changeChannel",
    method: "PATCH",
    path: "/channels/{channelId}",
    summary: "Changes a channel; `secrets` replaces all of its secrets",
    function: "api-channels",
    access: writes,
    params: ofChannel,
    body: z.strictObject({
      ...z.strictObject({ name, displayNumber, wabaId, reception, secrets: ChannelSecrets }).partial().shape,
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
    summary: "Removes a channel that has no live ticket; its closed tickets stay",
    function: "api-channels",
    access: writes,
    params: ofChannel,
    status: 204,
    response: Empty,
    errors: [...changeErrors, "HAS_LIVE_TICKETS"],
  }),
  checkChannel: route({
    name: "checkChannel",
    method: "POST",
    path: "/channels/{channelId}/check",
    summary: "Says what stops a number from working: secrets, token, number, subscription, last event seen",
    function: "api-channels",
    access: reads,
    params: ofChannel,
    status: 200,
    response: z.strictObject({ ok: z.boolean(), checkedAt: Time, checks: z.array(Check) }),
    errors: changeErrors,
  }),
} as const;
