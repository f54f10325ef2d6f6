import { type CheckChannelDeps, checkChannel } from "../../shared/actions/channels/check-channel.ts";
import type { Configuration } from "../../shared/actions/configuration/configuration.ts";
import type { WhatsAppNumbers } from "../../shared/ports/numbers.ts";
import type { Log } from "../../shared/ports/ports.ts";
import type { RestHandler } from "../middleware/rest.ts";
import { changeChannel } from "../../shared/actions/channels/change-channel.ts";
import { channelRoutes } from "../../shared/contracts/routes/channels.ts";
import { createChannel } from "../../shared/actions/channels/create-channel.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { cursorsOf } from "../middleware/cursors.ts";
import { getChannel } from "../../shared/actions/channels/channel.ts";
import { listTemplates } from "../../shared/actions/channels/list-templates.ts";
import { listChannels } from "../../shared/actions/organisation/lists.ts";
import { rotateIdentitySecret } from "../../shared/actions/channels/rotate-identity-secret.ts";
import { removeChannel } from "../../shared/actions/channels/remove-channel.ts";
import { templateRoutes } from "../../shared/contracts/routes/directory.ts";
import { repeatable } from "../middleware/repeatable.ts";

export interface ChannelsHandlerDeps extends CheckChannelDeps {
  readonly configuration: Configuration;
  readonly numbers: WhatsAppNumbers;
  readonly log: Log;
}

/** WhatsApp numbers and web chats: registering, reading, changing, checking and removing them. */
export function createChannelsHandler(deps: ChannelsHandlerDeps): RestHandler {
  const cursors = cursorsOf(deps);
  return createRestHandler(
    "api-channels",
    { ...channelRoutes, ...templateRoutes },
    {
      listChannels: async ({ actor, query }) =>
        listChannels({ ...deps, cursors: await cursors() }, { actor, ...query }),
      createChannel: async (request) =>
        createChannel(deps, repeatable("createChannel", request), { actor: request.actor, ...request.body }),
      getChannel: async ({ params }) => getChannel(deps, params),
      changeChannel: async ({ actor, params, body }) => changeChannel(deps, { actor, ...params, ...body }),
      removeChannel: async ({ actor, params }) => removeChannel(deps, { actor, ...params }),
      rotateIdentitySecret: async ({ actor, params, body }) =>
        rotateIdentitySecret(deps, { actor, ...params, ...body }),
      checkChannel: async ({ params }) => checkChannel(deps, params),
      listTemplates: async ({ params }) => listTemplates(deps, params),
    },
    deps,
  );
}
