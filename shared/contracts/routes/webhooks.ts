import { Empty, changeErrors, createErrors, expected, listErrors, page, pageOf, route } from "./route.ts";
import { Webhook, WebhookDelivery, WebhookSecret } from "../webhooks.ts";
import { WebhookId } from "../ids.ts";
import * as z from "zod";

const admin = { kind: "staff", roles: ["admin"] } as const;
const ofWebhook = z.strictObject({ webhookId: WebhookId });
const { name, url, events, sectorIds } = Webhook.shape;
const day = 86_400;

/** A webhook with a secret that was just made: the one time that it is shown. */
const WithSecret = z.strictObject({ webhook: Webhook, secret: WebhookSecret });

export const webhookRoutes = {
  listWebhooks: route({
    name: "listWebhooks",
    method: "GET",
    path: "/webhooks",
    summary: "Outgoing webhooks",
    function: "api-config",
    access: admin,
    rule: "business",
    query: page,
    status: 200,
    response: pageOf(Webhook),
    errors: listErrors,
  }),
  createWebhook: route({
    name: "createWebhook",
    method: "POST",
    path: "/webhooks",
    summary: "Adds an outgoing webhook. Its secret is in this answer and never shown again",
    function: "api-config",
    access: admin,
    rule: "business",
    body: z.strictObject({
      ...{ name, url, events },
      sectorIds: sectorIds.default(null),
      active: z.boolean().default(true),
    }),
    idempotent: true,
    status: 201,
    response: WithSecret,
    errors: createErrors,
  }),
  changeWebhook: route({
    name: "changeWebhook",
    method: "PATCH",
    path: "/webhooks/{webhookId}",
    summary: "Changes an outgoing webhook; other functions know within 10 seconds",
    function: "api-config",
    access: admin,
    rule: "business",
    params: ofWebhook,
    body: z.strictObject({
      ...z.strictObject({ name, url, events, sectorIds, active: z.boolean() }).partial().shape,
      ...expected,
    }),
    status: 200,
    response: Webhook,
    errors: changeErrors,
  }),
  removeWebhook: route({
    name: "removeWebhook",
    method: "DELETE",
    path: "/webhooks/{webhookId}",
    summary: "Removes an outgoing webhook and its secrets; what still waits to be delivered is dropped",
    function: "api-config",
    access: admin,
    rule: "business",
    params: ofWebhook,
    status: 204,
    response: Empty,
    errors: changeErrors,
  }),
  rotateWebhookSecret: route({
    name: "rotateWebhookSecret",
    method: "POST",
    path: "/webhooks/{webhookId}/secret",
    summary:
      "Makes a new secret, shown in this answer only. Until `overlapSeconds` from now deliveries are signed with the one before too",
    function: "api-config",
    access: admin,
    rule: "business",
    params: ofWebhook,
    body: z.strictObject({
      overlapSeconds: z
        .int()
        .min(0)
        .max(7 * day)
        .default(day),
      ...expected,
    }),
    idempotent: true,
    status: 200,
    response: WithSecret,
    errors: [...changeErrors, "IDEMPOTENCY_MISMATCH"],
  }),
  testWebhook: route({
    name: "testWebhook",
    method: "POST",
    path: "/webhooks/{webhookId}/test",
    summary: "Sends a `ping`, also to an inactive webhook. The answer is its place in the list of deliveries",
    function: "api-config",
    access: admin,
    rule: "business",
    params: ofWebhook,
    status: 202,
    response: WebhookDelivery,
    errors: changeErrors,
  }),
  listWebhookDeliveries: route({
    name: "listWebhookDeliveries",
    method: "GET",
    path: "/webhooks/{webhookId}/deliveries",
    summary: "What became of each event, the newest event first; kept 30 days",
    function: "api-config",
    access: admin,
    rule: "business",
    params: ofWebhook,
    query: page,
    status: 200,
    response: pageOf(WebhookDelivery),
    errors: [...listErrors, "NOT_FOUND"],
  }),
} as const;
