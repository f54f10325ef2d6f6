import { AgentItem, LoginItem } from "../../contracts/stored/shapes.ts";
import { type AgentView, type PeopleDeps, findAdministrator, viewOf } from "../people/person.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { type Actor, noPermissions } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import { assertPassword } from "../../domain/password.ts";
import { createAgent } from "./create-agent.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** Whoever installed the desk: nobody in it yet, with the rights to let the first person in. */
const installer: Actor = {
  id: "agt_00000000000000000000000000" as AgentId,
  role: "admin",
  sectorIds: [],
  queueIds: [],
  permissions: noPermissions,
};

/** The administrator to make. */
export interface FirstAdmin {
  readonly email: string;
  readonly name: string;
  readonly temporaryPassword: string;
  /** Make one although there is one already. */
  readonly another: boolean;
}

/** `known`: this person was an administrator already; an account they lacked was made, one they had keeps its password. */
export interface FirstAdminResult {
  readonly outcome: "created" | "known";
  readonly agent: AgentView;
}

/**
 * Makes the administrator that a new installation begins with: everybody else is then invited through the API. Saying it
 * again for the same e-mail completes what was cut off. ALREADY_EXISTS when the e-mail is another person's, or when there
 * is an administrator and no other was asked for; the details say which. PASSWORD_REFUSED.
 */
export async function createFirstAdmin(deps: PeopleDeps, input: FirstAdmin): Promise<FirstAdminResult> {
  const { name, temporaryPassword } = input;
  const email = input.email.toLowerCase();
  assertPassword(temporaryPassword);
  const login = await deps.store.get(LoginItem, keys.login(email));
  if (login !== undefined) {
    const agent = await deps.store.get(AgentItem, keys.agent(login.agentId));
    if (agent?.role !== "admin") throw new DeskError("ALREADY_EXISTS", { email });
    await deps.accounts.invite(agent.id, agent.email, temporaryPassword);
    return { outcome: "known", agent: viewOf(agent) };
  }
  const administrator = await findAdministrator(deps.store);
  if (administrator !== undefined && !input.another)
    throw new DeskError("ALREADY_EXISTS", { administrator: administrator.email });
  const request = { actorId: installer.id, route: "createFirstAdmin", key: undefined, input: { email } };
  const agent = await createAgent(deps, request, {
    ...{ actor: installer, email, name, role: "admin", temporaryPassword },
    ...{ phone: null, accessHours: null, sectorIds: [], queueIds: [], limits: {} },
    permissions: { dropPotentials: true, viewContacts: true, outreach: true, seeQueueHistory: true },
  });
  return { outcome: "created", agent };
}
