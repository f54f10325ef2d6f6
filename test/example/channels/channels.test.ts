import { describe, expect, it } from "vitest";
import { createChannelsHandler } from "../../../functions/api/channels-handler.ts";
import { changeChannel } from "../../../shared/actions/channels/change-channel.ts";
import { removeChannel } from "../../../shared/actions/channels/remove-channel.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { AuditItem, ChannelItem, HeadItem, InspectionItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import type { AgentId } from "../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import { configurationSeconds } from "../../../shared/actions/configuration/configuration.ts";
import { goOnWithRemovals } from "../../../shared/actions/sweep/removals.ts";
import { settleSeconds } from "../../../shared/actions/organisation/removal/removal.ts";
import { StoreBusy } from "../../../shared/ports/store.ts";
import { type Desk, noon, openDesk, secrets } from "../../support/desk.ts";
import { overtaken } from "../../support/overtaken.ts";
import { route, timeline, waiting, write } from "../../support/conversation.ts";
import { channelId, queueId, tags } from "../../support/ids.ts";
import { claims, context, restEvent } from "../functions/fixtures.ts";
import { admin, endReception, join, remembering, settle } from "../organisation/support.ts";

const body = {
  kind: "whatsapp",
  name: "Loja 2",
  phoneNumberId: "700201",
  wabaId: "900100",
  displayNumber: "+55 11 3000-0001",
  reception: { kind: "queue", queueId },
  secrets: { accessToken: "token 2", appSecrets: ["app secret 2"], verifyToken: "verify token 2" },
};

const notAsked = (): never => {
  throw new Error("Meta is not asked here");
};

async function open() {
  const desk = await openDesk();
  await join(desk, "A", { role: "admin" });
  await join(desk, "B", { role: "supervisor" });
  const numbers = { number: notAsked, subscriptions: notAsked, templates: notAsked };
  const handler = createChannelsHandler({ ...desk, numbers });
  const ask = async (
    method: string,
    resource: string,
    more: {
      readonly body?: unknown;
      readonly id?: string;
      readonly as?: AgentId;
      readonly key?: string;
    } = {},
  ) => {
    const response = await handler(
      restEvent(method, resource, {
        claims: claims({ username: more.as ?? admin.id }),
        ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
        ...(more.id === undefined ? {} : { params: { channelId: more.id } }),
        ...(more.key === undefined ? {} : { headers: { "idempotency-key": more.key } }),
      }),
      context,
    );
    return {
      status: response.statusCode,
      text: response.body,
      json: response.body === "" ? undefined : JSON.parse(response.body),
    };
  };
  return { desk, ask };
}

const audits = async (desk: Desk) =>
  (await desk.store.query(AuditItem, { pk: partitions.audit(noon.slice(0, 7)), limit: 100 })).items;

const closeAll = async (desk: Desk): Promise<void> => {
  const heads = desk.store.dump().filter((item) => item["shape"] === "head") as unknown as Ticket[];
  for (const { id: ticketId, phase } of heads) {
    await closeTicket(desk, { actor: admin, ticketId, tagIds: phase === "bot" ? [] : [tags[0]] });
  }
};

describe("a channel", () => {
  it("is registered once under an idempotency key, with its secrets apart and masked in the audit", async () => {
    const { desk, ask } = await open();
    const first = await ask("POST", "/channels", { body, key: "one-of-these" });
    expect(first).toMatchObject({ status: 201, json: { name: "Loja 2", version: 1 } });
    const again = await ask("POST", "/channels", { body, key: "one-of-these" });
    expect(again.json).toEqual(first.json);
    expect(first.text).not.toContain("token 2");
    expect(desk.kept.get(first.json.id)).toEqual(body.secrets);
    const [record, ...others] = await audits(desk);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ action: "created", kind: "channel", actorId: admin.id, before: null });
    expect(record?.after).toEqual({ ...first.json, secrets: "•••" });
  });

  it("takes its number alone, and leaves no secret behind when it cannot", async () => {
    const { desk, ask } = await open();
    await ask("POST", "/channels", { body });
    const kept = desk.kept.size;
    expect(await ask("POST", "/channels", { body })).toMatchObject({
      status: 409,
      json: { error: { code: "ALREADY_EXISTS", details: { phoneNumberId: "700201" } } },
    });
    const unknownQueue = { kind: "queue", queueId: queueId.replace(/.$/, "9") };
    const refused = await ask("POST", "/channels", {
      body: { ...body, phoneNumberId: "700202", reception: unknownQueue },
    });
    expect(refused).toMatchObject({
      status: 404,
      json: { error: { details: { queueId: unknownQueue.queueId } } },
    });
    expect(desk.kept.size).toBe(kept);
  });

  it("is an administrator's to see and change, and is not there for nobody", async () => {
    const { desk, ask } = await open();
    const supervisor = (await join(desk, "B", { role: "supervisor" })).id;
    const missing = channelId.replace(/.$/, "9");
    const change = { body: { name: "Other" } };
    for (const [method, resource, more] of [
      ["GET", "/channels", {}],
      ["POST", "/channels", { body }],
      ["GET", "/channels/{channelId}", { id: channelId }],
      ["PATCH", "/channels/{channelId}", { id: channelId, ...change }],
      ["DELETE", "/channels/{channelId}", { id: channelId }],
      ["POST", "/channels/{channelId}/check", { id: channelId }],
    ] as const) {
      expect(await ask(method, resource, { ...more, as: supervisor })).toMatchObject({ status: 403 });
      if (!("id" in more)) continue;
      expect(await ask(method, resource, { ...more, id: missing })).toMatchObject({ status: 404 });
    }
    expect((await ask("GET", "/channels/{channelId}", { id: channelId })).json).toEqual(desk.channel);
    expect((await ask("GET", "/channels")).json).toEqual({ items: [desk.channel], cursor: null });
  });

  it("changes, with what it was and is in the audit; what says nothing new writes nothing", async () => {
    const { desk, ask } = await open();
    const one = { id: channelId };
    const changed = await ask("PATCH", "/channels/{channelId}", { ...one, body: { name: "Matriz" } });
    expect(changed).toMatchObject({ status: 200, json: { name: "Matriz", version: 2 } });
    const before = desk.store.changes.length;
    expect(await ask("PATCH", "/channels/{channelId}", { ...one, body: { name: "Matriz" } })).toMatchObject({
      json: { version: 2 },
    });
    expect(desk.store.changes.length).toBe(before);
    expect((await audits(desk)).at(-1)).toMatchObject({
      action: "changed",
      before: { name: "Loja", version: 1 },
      after: { name: "Matriz", version: 2 },
    });
    const stale = await ask("PATCH", "/channels/{channelId}", {
      ...one,
      body: { name: "Filial", expectedVersion: 1 },
    });
    expect(stale).toMatchObject({
      status: 409,
      json: { error: { code: "VERSION_CONFLICT", details: { current: { name: "Matriz", version: 2 } } } },
    });
  });

  it("has its secrets replaced as a whole, never told and masked in the audit", async () => {
    const { desk, ask } = await open();
    const one = { id: channelId };
    const next = { ...secrets, accessToken: "another token" };
    const changed = await ask("PATCH", "/channels/{channelId}", { ...one, body: { secrets: next } });
    expect(changed).toMatchObject({ status: 200, json: { version: 2 } });
    expect(changed.text).not.toContain("another token");
    expect(desk.kept.get(channelId)).toEqual(next);
    expect((await audits(desk)).at(-1)?.after).toEqual({ ...desk.channel, version: 2, secrets: "•••" });
    const part = await ask("PATCH", "/channels/{channelId}", {
      ...one,
      body: { secrets: { accessToken: "x" } },
    });
    expect(part).toMatchObject({ status: 400 });
    const stale = await ask("PATCH", "/channels/{channelId}", {
      ...one,
      body: { secrets, expectedVersion: 1 },
    });
    expect(stale).toMatchObject({ status: 409 });
    expect(desk.kept.get(channelId)).toEqual(next);
  });

  it("tells who was overtaken while their secrets were being kept", async () => {
    const { desk } = await open();
    const vault = {
      ...desk.secrets,
      put: async (...value: Parameters<typeof desk.secrets.put>) => {
        await changeChannel(desk, { actor: admin, channelId, secrets });
        await desk.secrets.put(...value);
      },
    };
    const overtaken = changeChannel({ ...desk, secrets: vault }, { actor: admin, channelId, secrets });
    await expect(overtaken).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
      details: { current: { version: 3 } },
    });
  });

  it("says which queue is missing when its reception names one that is not there to stay", async () => {
    const { ask } = await open();
    const reception = { kind: "queue", queueId: queueId.replace(/.$/, "9") };
    expect(await ask("PATCH", "/channels/{channelId}", { id: channelId, body: { reception } })).toMatchObject(
      { status: 404, json: { error: { details: { queueId: reception.queueId } } } },
    );
  });
});

describe("removing a channel", () => {
  const record = (desk: Desk) => desk.store.get(ChannelItem, keys.channel(channelId));
  const nothing = { removed: 0, calledOff: 0 };
  /** Until the channel takes no ticket any more. */
  const close = async (desk: Desk): Promise<void> => {
    await removeChannel(desk, { actor: admin, channelId });
    expect(await settle(desk)).toEqual(nothing);
    expect((await record(desk))?.removing).toMatchObject({ stage: "closed" });
  };

  it("waits for the last live ticket, whatever phase it is in, and takes number and secrets along", async () => {
    const { desk, ask } = await open();
    await write(desk, "wamid.1", "oi", "5511990000001");
    await write(desk, "wamid.2", "oi", "5511990000002");
    await write(desk, "wamid.3", "de novo", "5511990000002");
    await route(desk);
    await endReception(desk);
    desk.pass(configurationSeconds);
    await write(desk, "wamid.4", "oi", "5511990000003");
    const refused = await ask("DELETE", "/channels/{channelId}", { id: channelId });
    expect(refused).toMatchObject({
      status: 409,
      json: { error: { code: "HAS_LIVE_TICKETS", details: { tickets: 3 } } },
    });
    expect(await record(desk)).toMatchObject({ removing: null });
    await closeAll(desk);
    const begun = await ask("DELETE", "/channels/{channelId}", { id: channelId });
    expect(begun).toMatchObject({ status: 200, json: { removed: false } });
    const shown = await ask("GET", "/channels/{channelId}", { id: channelId });
    expect(shown.json).toMatchObject({ removing: { by: admin.id, stage: "quiet" } });
    const change = await ask("PATCH", "/channels/{channelId}", { id: channelId, body: { name: "Nova" } });
    expect(change).toMatchObject({ status: 409, json: { error: { code: "VERSION_CONFLICT" } } });
    expect(await settle(desk)).toEqual(nothing);
    expect(desk.kept.has(channelId)).toBe(true);
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    expect(desk.kept.has(channelId)).toBe(false);
    expect((await audits(desk)).at(-1)).toMatchObject({
      ...{ action: "removed", kind: "channel", after: null, actorId: admin.id },
    });
    expect(await ask("DELETE", "/channels/{channelId}", { id: channelId })).toMatchObject({ status: 404 });
    const anew = await ask("POST", "/channels", { body: { ...body, phoneNumberId: "700200" } });
    expect(anew).toMatchObject({ status: 201 });
  });

  it("is refused by a ticket that opens at the last moment", async () => {
    const { desk } = await open();
    const late = overtaken(desk, () => write(desk, "wamid.1", "oi"));
    await expect(removeChannel(late, { actor: admin, channelId })).rejects.toMatchObject({
      code: "HAS_LIVE_TICKETS",
      details: { tickets: 1 },
    });
    expect(await record(desk)).toMatchObject({ removing: null });
  });

  it("goes on taking messages, and is called off by the first", async () => {
    const { desk } = await open();
    await removeChannel(desk, { actor: admin, channelId });
    await write(desk, "wamid.1", "oi");
    expect(await waiting(desk)).toHaveLength(1);
    desk.pass(configurationSeconds);
    expect(await goOnWithRemovals(desk)).toEqual({ removed: 0, calledOff: 1 });
    expect(await record(desk)).toMatchObject({ removing: null });
  });

  it("lets no ticket open once it is closed: what was said is kept for inspection", async () => {
    const { desk } = await open();
    await close(desk);
    desk.pass(configurationSeconds);
    await write(desk, "wamid.1", "oi");
    expect(await waiting(desk)).toEqual([]);
    const kept = await desk.store.query(InspectionItem, {
      pk: partitions.inspection(noon.slice(0, 10)),
      limit: 10,
    });
    expect(kept.items).toMatchObject([{ reason: "unknown-number" }]);
    desk.pass(settleSeconds);
    expect(await removeChannel(desk, { actor: admin, channelId })).toEqual({ removed: true });
  });

  it("closes what a function opens that does not know yet, with its message", async () => {
    const { desk } = await open();
    await removeChannel(desk, { actor: admin, channelId });
    desk.pass(settleSeconds);
    const inbound = await remembering(desk);
    expect(await goOnWithRemovals(desk)).toEqual(nothing);
    await write(inbound, "wamid.1", "oi");
    const [ticketId] = await waiting(desk);
    if (ticketId === undefined) throw new Error("nobody came in");
    expect(await settle(desk)).toEqual(nothing);
    expect(await desk.store.get(HeadItem, keys.head(ticketId))).toMatchObject({ phase: "closed" });
    expect(await timeline(desk, ticketId)).toHaveLength(4);
    expect(await goOnWithRemovals(desk)).toEqual({ removed: 1, calledOff: 0 });
  });

  it("goes on after it was cut off between the secrets and the record", async () => {
    const { desk } = await open();
    await close(desk);
    desk.pass(settleSeconds);
    const cut = overtaken(desk, async () => {
      throw new StoreBusy();
    });
    await expect(removeChannel(cut, { actor: admin, channelId })).rejects.toBeInstanceOf(StoreBusy);
    expect(await record(desk)).toBeDefined();
    expect(await goOnWithRemovals(desk)).toEqual({ removed: 1, calledOff: 0 });
    expect(desk.kept.has(channelId)).toBe(false);
  });

  it("begins after a race for the record", async () => {
    const { desk } = await open();
    const late = overtaken(desk, () =>
      changeChannel(desk, { actor: admin, channelId, name: "Renamed meanwhile" }),
    );
    expect(await removeChannel(late, { actor: admin, channelId })).toEqual({ removed: false });
    expect(await record(desk)).toMatchObject({ name: "Renamed meanwhile", removing: { stage: "quiet" } });
  });
});
