import type { ConfigDeps, ConfigHandlers, Sealed } from "./deps.ts";
import { changeWebhook, removeWebhook } from "../../../shared/actions/webhooks/change.ts";
import { listWebhookDeliveries, testWebhook } from "../../../shared/actions/webhooks/deliveries.ts";
import { createWebhook } from "../../../shared/actions/webhooks/create.ts";
import { listWebhooks } from "../../../shared/actions/organisation/lists.ts";
import { repeatable } from "../../middleware/repeatable.ts";
import { rotateWebhookSecret } from "../../../shared/actions/webhooks/rotate.ts";

/** Outgoing webhooks, their secrets and what became of their deliveries. */
export const webhookHandlers = (deps: ConfigDeps, sealed: () => Promise<Sealed>) =>
  ({
    listWebhooks: async ({ actor, query }) => listWebhooks(await sealed(), { actor, ...query }),
    createWebhook: async (request) =>
      createWebhook(deps, repeatable("createWebhook", request), { actor: request.actor, ...request.body }),
    changeWebhook: async ({ actor, params, body }) => changeWebhook(deps, { actor, ...params, ...body }),
    removeWebhook: async ({ actor, params }) => {
      await removeWebhook(deps, { actor, ...params });
      return {};
    },
    rotateWebhookSecret: async (request) => {
      const { actor, params, body } = request;
      const repeated = repeatable("rotateWebhookSecret", request);
      return rotateWebhookSecret(deps, repeated, { actor, ...params, ...body });
    },
    testWebhook: async ({ params }) => testWebhook(deps, params),
    listWebhookDeliveries: async ({ actor, params, query }) =>
      listWebhookDeliveries(await sealed(), { actor, ...params, ...query }),
  }) satisfies Partial<ConfigHandlers>;
