import {
  listAgents,
  listChannels,
  listQueues,
  listSectors,
  listTags,
} from "../../shared/actions/organisation/lists.ts";
import type { Agent } from "../../shared/contracts/organisation.ts";
import type { CreateAgentDeps } from "../../shared/actions/organisation/create-agent.ts";
import type { CreateChannelDeps } from "../../shared/actions/organisation/create-channel.ts";
import type { Log } from "../../shared/ports/ports.ts";
import type { Request } from "../../shared/actions/organisation/idempotent.ts";
import type { RestHandler } from "../middleware/rest.ts";
import { configRoutes } from "../../shared/contracts/routes/config.ts";
import { createAgent } from "../../shared/actions/organisation/create-agent.ts";
import { createChannel } from "../../shared/actions/organisation/create-channel.ts";
import { createQueue } from "../../shared/actions/organisation/create-queue.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { createSector } from "../../shared/actions/organisation/create-sector.ts";
import { createTag } from "../../shared/actions/organisation/create-tag.ts";
import { cursorsOf } from "../middleware/cursors.ts";

export interface ConfigDeps extends CreateAgentDeps, CreateChannelDeps {
  readonly log: Log;
}

/** The organisation: channels, sectors, queues, tags and people. */
export function createConfigHandler(deps: ConfigDeps): RestHandler {
  const cursors = cursorsOf(deps);
  const listing = async () => ({ ...deps, cursors: await cursors() });
  return createRestHandler(
    "api-config",
    configRoutes,
    {
      listChannels: async ({ actor, query }) => listChannels(await listing(), { actor, ...query }),
      createChannel: async (request) =>
        createChannel(deps, repeatable("createChannel", request), request.body),
      listSectors: async ({ actor, query }) => listSectors(await listing(), { actor, ...query }),
      createSector: async (request) => createSector(deps, repeatable("createSector", request), request.body),
      listQueues: async ({ actor, params, query }) =>
        listQueues(await listing(), { actor, ...params, ...query }),
      createQueue: async (request) => {
        const { actor, params, body } = request;
        return createQueue(deps, repeatable("createQueue", request), { actor, ...params, ...body });
      },
      listTags: async ({ actor, params, query }) => listTags(await listing(), { actor, ...params, ...query }),
      createTag: async (request) => {
        const { actor, params, body } = request;
        return createTag(deps, repeatable("createTag", request), { actor, ...params, ...body });
      },
      listAgents: async ({ actor, query }) => listAgents(await listing(), { actor, ...query }),
      createAgent: async (request) =>
        createAgent(deps, repeatable("createAgent", request), { actor: request.actor, ...request.body }),
    },
    deps,
  );
}

/** The request as its idempotency key covers it: who, what, and everything that was asked. */
const repeatable = (
  route: string,
  request: {
    readonly actor: Agent;
    readonly idempotencyKey: string | undefined;
    readonly params: unknown;
    readonly body: unknown;
  },
): Request => ({
  actorId: request.actor.id,
  route,
  key: request.idempotencyKey,
  input: { params: request.params ?? null, body: request.body },
});
