import type { ConfigDeps, ConfigHandlers, Sealed } from "./deps.ts";
import { changeQueue, getQueue, setQueueAgents } from "../../../shared/actions/organisation/queues.ts";
import { createQueue } from "../../../shared/actions/organisation/create-queue.ts";
import { listQueues } from "../../../shared/actions/organisation/lists.ts";
import { removeQueue } from "../../../shared/actions/organisation/removal/remove-queue.ts";
import { repeatable } from "../../middleware/repeatable.ts";

/** Queues and who serves them. */
export const queueHandlers = (deps: ConfigDeps, sealed: () => Promise<Sealed>) =>
  ({
    listQueues: async ({ actor, params, query }) =>
      listQueues(await sealed(), { actor, ...params, ...query }),
    createQueue: async (request) => {
      const { actor, params, body } = request;
      return createQueue(deps, repeatable("createQueue", request), { actor, ...params, ...body });
    },
    getQueue: async ({ actor, params }) => getQueue(deps, { actor, ...params }),
    changeQueue: async ({ actor, params, body }) => changeQueue(deps, { actor, ...params, ...body }),
    setQueueAgents: async ({ actor, params, body }) => setQueueAgents(deps, { actor, ...params, ...body }),
    removeQueue: async ({ actor, params, query }) => removeQueue(deps, { actor, ...params, ...query }),
  }) satisfies Partial<ConfigHandlers>;
