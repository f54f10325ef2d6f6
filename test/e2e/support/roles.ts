import type { AgentId } from "../../../shared/contracts/ids.ts";
import { AgentItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { update } from "../../../shared/ports/store.ts";
import type { Subject } from "./route-requests.ts";
import type { Scene } from "./scene.ts";
import { apiKey, cannedResponse, contact, pauseReason, webhook } from "./things.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./shop.ts";

/** Everybody a route may meet, seen from the shop's sector and its first queue. */
export const standings = [
  "admin",
  "supervisor",
  "supervisor of another sector",
  "agent",
  "agent of another queue",
  "viewer",
] as const;
export type Standing = (typeof standings)[number];

/** A shop, another one, and one person of every standing. */
export interface Cast {
  readonly shop: Shop;
  /** Its sector is the other supervisor's. */
  readonly other: Shop;
  /** The second queue of the shop's sector. */
  readonly otherQueue: Shop["queue"];
  readonly people: Readonly<Record<Standing, Person>>;
  /** What requests are about: things of the shop, an approved canned response and its agent among them. */
  readonly things: Omit<Subject, "ticketId">;
}

/** The shop's queue is manual, so that tickets wait until somebody takes them. */
export async function openCast(scene: Scene): Promise<Cast> {
  const [shop, other] = [await openShop(scene, { routing: "manual", limit: 1_000 }), await openShop(scene)];
  const sectorIds = [shop.sector.id];
  const otherQueue = await scene.api.call(
    "createQueue",
    { params: { sectorId: shop.sector.id }, body: { name: "Pós-venda", routing: "manual" } },
    { token: scene.admin },
  );
  const people = {
    admin: await invite(scene, { role: "admin" }),
    supervisor: await invite(scene, { role: "supervisor", sectorIds }),
    "supervisor of another sector": await invite(scene, { role: "supervisor", sectorIds: [other.sector.id] }),
    agent: await invite(scene, { role: "agent", queueIds: [shop.queue.id] }),
    "agent of another queue": await invite(scene, { role: "agent", queueIds: [otherQueue.id] }),
    viewer: await invite(scene, { role: "viewer", sectorIds }),
  } satisfies Readonly<Record<Standing, Person>>;
  await goOnline(scene, people.agent, shop.channel.id);
  // Functions remember the organisation for five seconds.
  scene.clock.advance(6_000);
  const things = {
    sectorId: shop.sector.id,
    queueId: shop.queue.id,
    tagId: shop.tag.id,
    channelId: shop.channel.id,
    agentId: people.agent.id,
    cannedResponseId: await cannedResponse(scene, shop, scene.admin),
    pauseReasonId: await pauseReason(scene),
    webhookId: await webhook(scene),
    apiKeyId: await apiKey(scene),
    contactId: await contact(scene),
  };
  return { shop, other, otherQueue, people, things };
}

/** Switches a person off or on in the table, as an operator would. */
export const setActive = ({ operator }: Scene, id: AgentId, active: boolean): Promise<void> =>
  operator.store.commit([update("agent", AgentItem, keys.agent(id), { set: [[["active"], active]] })]);
