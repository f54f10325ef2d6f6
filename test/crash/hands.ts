import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { RestCall } from "../world/events.ts";
import type { Stage } from "./stage.ts";
import { Queue } from "../../shared/contracts/organisation.ts";
import { Violation } from "../world/violation.ts";
import { ask } from "./conversation.ts";

export const admin = "agt_01KAQ000000000000000000000";

type Accepted = readonly number[];

/** What several plays do, by the public interfaces and repeated as clients repeat it. */
export function handsOn(stage: Stage, channelId: string) {
  const { world, shadow } = stage;
  const request = async (
    name: FunctionName,
    agentId: string,
    call: RestCall,
    accepted: Accepted = [200],
  ): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await ask(stage, name, { agentId, ...call }, accepted);
    await stage.rest();
    return answer;
  };
  const ticketIdOf = (providerId: string): string =>
    shadow.received.get(`${channelId}/${providerId}`)?.ticketId ?? "";
  return {
    request,
    /** Somebody else of the desk. Answers their id. */
    hire: async (name: string, changes: object): Promise<string> => {
      const body = { email: `${name.toLowerCase()}@desk.example`, name, role: "agent", ...changes };
      const headers = { "idempotency-key": `hire-${name.toLowerCase()}` };
      const call = { method: "POST", resource: "/agents", body, headers };
      return String((await request("api-people", admin, call, [201]))["id"]);
    },
    /** Another queue of the sector. */
    addQueue: async (sectorId: string, name: string): Promise<Queue> => {
      const headers = { "idempotency-key": `add-${name.toLowerCase()}` };
      const call = { method: "POST", resource: "/sectors/{sectorId}/queues", params: { sectorId }, headers };
      const body = { name, routing: "manual" };
      return Queue.parse(await request("api-config", admin, { ...call, body }, [201]));
    },
    receiveBy: async (reception: object): Promise<void> => {
      const call = { method: "PATCH", resource: "/channels/{channelId}", params: { channelId } };
      await request("api-channels", admin, { ...call, body: { reception } });
    },
    goOnline: async (agentId: string): Promise<void> => {
      const call = { method: "PUT", resource: "/me/presence/{channelId}", params: { channelId } };
      await request("api-access", agentId, { ...call, body: { status: "online" } });
    },
    /** A customer writes. Answers the id of the ticket that holds it. */
    write: async (name: string, providerId: string): Promise<string> => {
      const sender = { phone: `5511990000${name.charCodeAt(0)}0`, userId: `BR.${name}`, name };
      world.meta.emit([{ phoneNumberId: "700200", providerId, sender, text: providerId }], [], 0);
      await stage.rest();
      return ticketIdOf(providerId);
    },
    /** Something is done to a ticket; `accepted` says what the second of two may be told. */
    act: (
      agentId: string,
      ticketId: string,
      [name, method, what]: readonly [FunctionName, string, string],
      body: object,
      accepted: Accepted = [200],
      headers: Readonly<Record<string, string>> = {},
    ) =>
      request(
        name,
        agentId,
        { method, resource: `/tickets/{ticketId}/${what}`, params: { ticketId }, body, headers },
        accepted,
      ),
    /** Throws unless the ticket's timeline is of these kinds. */
    expectTimeline: (ticketId: string, ...wanted: readonly string[]): void => {
      const found = (shadow.tickets.get(ticketId)?.entries ?? []).map((it) =>
        it.type === "message" && it.direction === "out" ? "answer" : it.type,
      );
      if (found.join() !== wanted.join())
        throw new Violation("complete", `the timeline of ${ticketId} is ${found.join()}`);
    },
  };
}
