import type { AdministerDeps } from "../../../shared/actions/organisation/administer.ts";
import type { Configuration } from "../../../shared/actions/configuration/configuration.ts";
import type { CursorSeal } from "../../../shared/ports/cursors.ts";
import type { Log } from "../../../shared/ports/ports.ts";
import type { RestHandlers } from "../../middleware/rest.ts";
import type { WebhookTargets } from "../../../shared/ports/webhooks.ts";
import type { configRoutes } from "../../../shared/contracts/routes/config.ts";

/** What the routes of the organisation are served with. */
export interface ConfigDeps extends AdministerDeps {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly targets: WebhookTargets;
}

/** The same, with the seal of this deployment's cursors. */
export type Sealed = ConfigDeps & { readonly cursors: CursorSeal };

/** Handlers of the routes that api-config serves. */
export type ConfigHandlers = RestHandlers<typeof configRoutes, "api-config">;
