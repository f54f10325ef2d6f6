import { bodyBytes, headerOf } from "../middleware/rest-request.ts";
import type { Log } from "../../shared/ports/ports.ts";
import type { ReceiveWebhookDeps } from "../../shared/actions/intake/receive-webhook.ts";
import type { RestHandler } from "../middleware/rest.ts";
import type { Store } from "../../shared/ports/store.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { hookRoutes } from "../../shared/contracts/routes/tickets.ts";
import { receiveWebhook } from "../../shared/actions/intake/receive-webhook.ts";
import { verifyHandshake } from "../../shared/actions/intake/verify-handshake.ts";

/** Meta's handshake and its deliveries, whose signature covers the bytes as they were sent. */
export const createWebhookHandler = (
  deps: ReceiveWebhookDeps & { readonly store: Store; readonly log: Log },
): RestHandler =>
  createRestHandler(
    "whatsapp-webhook",
    hookRoutes,
    {
      verifyWhatsApp: async ({ event }) => {
        const query = event.queryStringParameters;
        return verifyHandshake(deps, {
          mode: query?.["hub.mode"],
          token: query?.["hub.verify_token"],
          challenge: query?.["hub.challenge"],
        });
      },
      receiveWhatsApp: async ({ event }) => {
        await receiveWebhook(deps, {
          body: bodyBytes(event),
          signature: headerOf(event, "x-hub-signature-256"),
        });
        return {};
      },
    },
    deps,
  );
