import { openSocket } from "../../e2e/support/agent-socket.ts";
import { openTicket, ticketOf } from "../../e2e/support/conversation.ts";
import { failCalls, refused } from "../../e2e/support/faults.ts";
import type { Scene } from "../../e2e/support/scene.ts";
import { appSecret, goOnline, invite, openChannel, openShop, type Shop } from "../../e2e/support/shop.ts";
import { until } from "../../e2e/support/until.ts";
import type { ChannelId } from "../../../shared/contracts/ids.ts";
import type { Scope } from "../../../shared/contracts/api-keys.ts";
import { settleSeconds } from "../../../shared/actions/organisation/removal/removal.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import { update } from "../../../shared/ports/store.ts";

/** What people who administer the desk do beyond one request of each kind. */
export async function administer(scene: Scene, shop: Shop): Promise<void> {
  await people(scene);
  await channel(scene);
  await removals(scene);
  await departure(scene);
  await accessHours(scene, shop);
  await closedTabs(scene, shop);
  await program(scene);
}

/** Somebody who holds a ticket is put out of the desk, let in again, and removed. */
async function people(scene: Scene): Promise<void> {
  const { api, admin, operator } = scene;
  const token = { token: admin };
  const person = await invite(scene, { role: "agent" });
  const shop = await openShop(scene, { agents: [person] });
  await goOnline(scene, person, shop.channel.id);
  await openTicket(scene, shop, shop.customer());
  const params = { agentId: person.id };
  const photo = "data:image/png;base64,iVBORw0KGgo=";
  await api.call("changeAgent", { params, body: { photo } }, token);
  // For a moment the seat tells of a ticket that the index does not show: the release comes again.
  const seat = keys.seat(shop.sector.id, person.id);
  const load = (change: number) =>
    operator.store.commit([update("seat", SeatItem, seat, { add: [[["load"], change]] })]);
  await load(1);
  await api.call("changeAgent", { params, body: { active: false } }, token);
  await until("the release is put off", () =>
    scene.stack.frontDoor
      .grantsNeverUsed()
      .every(
        ({ role, action }) => !role.startsWith("QueueRouting") || action !== "sqs:ChangeMessageVisibility",
      ),
  );
  await load(-1);
  scene.clock.advance(5_000);
  await scene.settled();
  await api.call("changeAgent", { params, body: { active: true, photo: null } }, token);
  await api.call("changeAgent", { params, body: { queueIds: [] } }, token);
  await api.call("removeAgent", { params }, token);
  await scene.settled();
  // Whose answer got lost asks again.
  await api.call("removeAgent", { params }, token);
  await api.call("listAudit", { query: { resourceId: person.id } }, token);
}

/** Somebody who is there in two sectors leaves one: that seat goes, and the other knows that they are there. */
async function departure(scene: Scene): Promise<void> {
  const person = await invite(scene, { role: "agent" });
  const shop = await openShop(scene, { agents: [person] });
  const { queue } = await openShop(scene, { agents: [person] });
  await goOnline(scene, person, shop.channel.id);
  const call = { params: { agentId: person.id }, body: { queueIds: [queue.id] } };
  await scene.api.call("changeAgent", call, { token: scene.admin });
  await scene.settled();
}

/** A number's secrets are replaced. */
async function channel(scene: Scene): Promise<void> {
  const { id, phoneNumberId } = await openChannel(scene, { kind: "none" });
  const secrets = { accessToken: "another", appSecrets: [appSecret], verifyToken: `verify-${phoneNumberId}` };
  const call = { params: { channelId: id }, body: { secrets } };
  await scene.api.call("changeChannel", call, { token: scene.admin });
  await removalOfChannel(scene, id);
}

/** A number goes because somebody keeps asking, while the sweep that would see to it fails. One with a live ticket stays. */
async function removalOfChannel(scene: Scene, channelId: ChannelId): Promise<void> {
  const { api } = scene;
  const token = { token: scene.admin };
  const shop = await openShop(scene);
  const customer = shop.customer();
  await customer.send.text("oi");
  await ticketOf(scene, shop, customer.waId, "waiting");
  // The line's end is seen at once, a ticket with an agent through the index: both are looked at.
  const live = api.call("removeChannel", { params: { channelId: shop.channel.id } }, token);
  await live.then(
    () => Promise.reject(new Error("a channel with a live ticket began to go")),
    () => undefined,
  );
  const deaf = failCalls(scene, "schedule-sweep", refused, () => true);
  const ask = () => api.call("removeChannel", { params: { channelId } }, token);
  for (let removed = false; !removed; scene.clock.advance((settleSeconds + 1) * 1_000))
    ({ removed } = await ask());
  deaf.stop();
}

/** A queue goes whose ticket moves to another, and a sector whose tickets are closed. */
async function removals(scene: Scene): Promise<void> {
  const { api } = scene;
  const token = { token: scene.admin };
  const agent = await invite(scene, { role: "agent" });
  const shop = await openShop(scene, { agents: [agent] });
  const other = await openShop(scene, { agents: [agent] });
  await goOnline(scene, agent, shop.channel.id);
  const held = shop.customer();
  await openTicket(scene, shop, held);
  await api.call(
    "setPresence",
    { params: { channelId: shop.channel.id }, body: { status: "offline" } },
    agent,
  );
  const waiting = shop.customer();
  await waiting.send.text("oi");
  await ticketOf(scene, shop, waiting.waId, "waiting");
  for (const { channel: it } of [shop, other]) {
    const call = { params: { channelId: it.id }, body: { reception: { kind: "none" as const } } };
    await api.call("changeChannel", call, token);
  }
  await scene.settled();
  await api.call(
    "removeSector",
    { params: { sectorId: shop.sector.id }, query: { transferTo: other.queue.id } },
    token,
  );
  await scene.settled();
  await api.call(
    "removeSector",
    { params: { sectorId: other.sector.id }, query: { closeAll: "true" } },
    token,
  );
}

/** A program reads everything that keys may read, and its key is taken from it. */
async function program(scene: Scene): Promise<void> {
  const { api } = scene;
  const token = { token: scene.admin };
  const body = { name: "Painel", scopes: ["config:read", "people:read", "tickets:read"] as Scope[] };
  const { apiKey, secret } = await api.call("createApiKey", { body }, token);
  const key = { token: secret };
  await api.call("listSectors", { query: {} }, key);
  await api.call("listChannels", { query: {} }, key);
  await api.call("listAgents", { query: {} }, key);
  await api.call("listTickets", { query: { list: "waiting" } }, key);
  await api.call("listApiKeys", { query: {} }, token);
  await api.call("removeApiKey", { params: { apiKeyId: apiKey.id } }, token);
}

/** Somebody closes two tabs, of which one is told of: whether they are still there is asked of the other. */
async function closedTabs(scene: Scene, { queue }: Shop): Promise<void> {
  const person = await invite(scene, { role: "agent", queueIds: [queue.id] });
  const socket = await openSocket(scene, person.token);
  const deaf = failCalls(scene, "realtime-disconnect", refused, () => true);
  await (await openSocket(scene, person.token)).close();
  await until("its end could not be recorded", () => deaf.hits() > 0);
  deaf.stop();
  await socket.close();
  await scene.settled();
  scene.clock.advance(62_000);
  await scene.settled();
}

/** Somebody's access hours end while they are there. */
async function accessHours(scene: Scene, { queue }: Shop): Promise<void> {
  const person = await invite(scene, { role: "agent", queueIds: [queue.id] });
  const socket = await openSocket(scene, person.token);
  const deaf = failCalls(scene, "realtime-disconnect", refused, () => true);
  await (await openSocket(scene, person.token)).close();
  await until("its end could not be recorded", () => deaf.hits() > 0);
  deaf.stop();
  const at = (minutes: number): string =>
    new Date(scene.clock.now() + minutes * 60_000).toISOString().slice(11, 16);
  const today = [{ from: at(-60), to: at(3) }];
  const weekly = {
    sunday: today,
    monday: today,
    tuesday: today,
    wednesday: today,
    thursday: today,
    friday: today,
    saturday: today,
  };
  const accessHours = { timeZone: "UTC", weekly, special: [] };
  const call = { params: { agentId: person.id }, body: { accessHours } };
  await scene.api.call("changeAgent", call, { token: scene.admin });
  scene.clock.advance(60_000);
  await socket.message("session-ending");
  scene.clock.advance(180_000);
  await socket.message("session-ended");
  await scene.settled();
}
