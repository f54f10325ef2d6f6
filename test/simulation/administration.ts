import type { Chance } from "../world/chance.ts";
import type { Agent } from "../../shared/contracts/organisation.ts";
import type { Desk } from "./people.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Invocation } from "../world/triggers.ts";
import type { Organisation } from "./organisation.ts";
import type { RestCall } from "../world/events.ts";
import type { Shadow } from "../world/shadow.ts";

type Step = readonly [FunctionName, RestCall];

/**
 * An administrator who takes the organisation apart while it is at work: removes queues, sectors, a channel and agents, saying
 * what becomes of the tickets or not, signs people out and deactivates them. One thing at a time, each with what leads up to it.
 */
export function createAdministration(
  shadow: Shadow,
  organisation: Organisation,
  desk: Pick<Desk, "ask">,
  chance: Chance,
  customers: {
    /** From now on hardly anybody writes to this channel. */
    leave(channelId: string): void;
    /** Somebody writes for the first time, who is put where the business sends newcomers. */
    newcomer(): void;
  },
): {
  /** The next step, of what was begun or of something new. */
  act(): Invocation | undefined;
  /** The next step of what was begun. */
  goOn(): Invocation | undefined;
} {
  const { sectors, queues, channels, tags, people } = organisation;
  const admin = people.at(-1) as Agent;
  const agents = people.filter(({ role }) => role === "agent");
  const plan: Step[] = [];

  /** What a request may say of tickets; mostly where they go. */
  const said = (targets: readonly string[]): Pick<RestCall, "query"> => {
    const at = chance.unit();
    if (at < 0.4 && targets.length > 0) return { query: { transferTo: chance.pick(targets) } };
    return at < 0.75 ? { query: { closeAll: "true" } } : {};
  };
  /** Contacts who write are put somewhere else from now on. */
  const receptions = (others: readonly string[]): readonly Step[] => {
    const queueId = others.length > 0 && chance.is(0.8) ? chance.pick(others) : undefined;
    const reception = queueId === undefined ? { kind: "none" } : { kind: "queue", queueId };
    return channels.map(({ id: channelId }): Step => [
      "api-channels",
      { method: "PATCH", resource: "/channels/{channelId}", params: { channelId }, body: { reception } },
    ]);
  };

  const removeQueue = (): readonly Step[] => {
    const queueId = chance.pick(queues).id;
    const others = queues.map(({ id }) => id).filter((id) => id !== queueId);
    const call = { method: "DELETE", resource: "/queues/{queueId}", params: { queueId }, ...said(others) };
    return [...receptions(others), ["api-config", call]];
  };
  const removeSector = (): readonly Step[] => {
    const sectorId = chance.pick(sectors).id;
    const others = queues.filter((queue) => queue.sectorId !== sectorId).map(({ id }) => id);
    const call = { method: "DELETE", resource: "/sectors/{sectorId}", params: { sectorId }, ...said(others) };
    return [...receptions(others), ["api-config", call]];
  };
  /** The other one stays: Meta's webhooks are believed by the secrets of a channel. */
  const removeChannel = (): readonly Step[] => {
    const channelId = channels[1]?.id ?? "";
    customers.leave(channelId);
    const live = [...shadow.tickets.values()].flatMap(({ head }) =>
      head !== undefined && head.phase !== "closed" && head.channelId === channelId ? [head] : [],
    );
    const closings = live.map((head): Step => {
      const own = tags.filter((tag) => head.phase !== "bot" && tag.sectorId === head.sectorId);
      const body = { tagIds: own.map(({ id }) => id) };
      const params = { ticketId: head.id };
      return ["api-tickets", { method: "POST", resource: "/tickets/{ticketId}/close", params, body }];
    });
    const call = { method: "DELETE", resource: "/channels/{channelId}", params: { channelId } };
    return [...closings, ["api-channels", call]];
  };
  const ofAgent = (): readonly Step[] => {
    const params = { agentId: chance.pick(agents).id };
    const change = (active: boolean): Step => [
      "api-people",
      { method: "PATCH", resource: "/agents/{agentId}", params, body: { active } },
    ];
    const at = chance.unit();
    if (at < 0.3) return [["api-people", { method: "DELETE", resource: "/agents/{agentId}", params }]];
    if (at < 0.6) return [change(false), change(true)];
    return [["api-people", { method: "POST", resource: "/agents/{agentId}/sign-out", params }]];
  };

  const next = (): Invocation | undefined => {
    const step = plan.shift();
    // Who comes at this moment may be put where the business sent newcomers a moment ago.
    if (step !== undefined && chance.is(0.7)) customers.newcomer();
    return step && desk.ask(admin, step[0], step[1]);
  };

  return {
    goOn: next,
    act: () => {
      if (plan.length === 0) {
        plan.push(
          ...chance.pick([removeQueue, removeQueue, removeSector, removeChannel, ofAgent, ofAgent])(),
        );
      }
      return next();
    },
  };
}
