import { listAgents, readAgent } from "../../shared/actions/people/read-agents.ts";
import { setAgentPassword, signAgentOut } from "../../shared/actions/people/end-sessions-of.ts";
import type { Log } from "../../shared/ports/ports.ts";
import type { PeopleDeps } from "../../shared/actions/people/person.ts";
import type { RestHandler } from "../middleware/rest.ts";
import { agentRoutes } from "../../shared/contracts/routes/agents.ts";
import { changeAgent } from "../../shared/actions/people/change-agent.ts";
import { createAgent } from "../../shared/actions/organisation/create-agent.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { cursorsOf } from "../middleware/cursors.ts";
import { endOfSecond } from "../middleware/end-of-second.ts";
import { removeAgent } from "../../shared/actions/people/remove-agent.ts";
import { supervisePresence } from "../../shared/actions/presence/supervise-presence.ts";
import { repeatable } from "../middleware/repeatable.ts";

export interface PeopleHandlerDeps extends PeopleDeps {
  readonly log: Log;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** People: inviting, reading, changing and removing them, their passwords, and the end of their sessions. */
export function createPeopleHandler(deps: PeopleHandlerDeps): RestHandler {
  const cursors = cursorsOf(deps);
  return createRestHandler(
    "api-people",
    agentRoutes,
    {
      listAgents: async ({ actor, query }) =>
        listAgents({ ...deps, cursors: await cursors() }, { actor, ...query }),
      createAgent: async (request) =>
        createAgent(deps, repeatable("createAgent", request), { actor: request.actor, ...request.body }),
      getAgent: async ({ actor, params }) => {
        const { presence, ...agent } = await readAgent(deps, { actor, ...params });
        return { ...agent, presence: [...presence] };
      },
      changeAgent: async ({ actor, params, body }) => {
        const { expectedVersion, ...change } = body;
        return changeAgent(deps, { actor, ...params, change, expectedVersion });
      },
      setAgentPresence: async ({ actor, params, body }) => ({
        items: [...(await supervisePresence(deps, { actor, ...params, ...body }))],
      }),
      removeAgent: async ({ actor, params }) => {
        await removeAgent(deps, { actor, ...params });
        return {};
      },
      setAgentPassword: async ({ actor, params, body }) => {
        await setAgentPassword(deps, { actor, ...params, ...body });
        await endOfSecond(deps);
        return {};
      },
      signAgentOut: async ({ actor, params }) => {
        await signAgentOut(deps, { actor, ...params });
        await endOfSecond(deps);
        return {};
      },
    },
    deps,
  );
}
