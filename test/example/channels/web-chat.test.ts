import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { checkChannel } from "../../../shared/actions/channels/check-channel.ts";
import { createChannelsHandler } from "../../../functions/api/channels-handler.ts";
import { hintOf } from "../../../shared/actions/channels/identity-secret.ts";
import { rotateIdentitySecret } from "../../../shared/actions/channels/rotate-identity-secret.ts";
import { routeQueue } from "../../../shared/actions/routing/route-queue.ts";
import { setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { describeMe } from "../../../shared/actions/sessions/me.ts";
import { Origin } from "../../../shared/contracts/organisation.ts";
import { AuditItem, HeadItem, IdempotencyItem } from "../../../shared/contracts/stored/shapes.ts";
import { partitions } from "../../../shared/contracts/stored/keys.ts";
import type { ChannelId } from "../../../shared/contracts/ids.ts";
import { decide } from "../../../shared/domain/ticket/decide.ts";
import { transition } from "../../../shared/actions/timeline/transition.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { DeskError } from "../../../shared/contracts/errors.ts";
import { Protocol } from "../../../shared/contracts/tickets.ts";
import { noon, openDesk } from "../../support/desk.ts";
import { channelId, contactId, queueId, sectorId, ticketId } from "../../support/ids.ts";
import { claims, context, restEvent } from "../functions/fixtures.ts";
import { admin, join } from "../organisation/support.ts";

const body = {
  kind: "webchat",
  name: "Site",
  allowedOrigins: ["https://loja.example", "https://www.loja.example:8443"],
  reception: { kind: "queue", queueId },
};

const notAsked = (): never => {
  throw new Error("Meta is not asked about a web chat");
};

async function open() {
  const desk = await openDesk({ online: false });
  await join(desk, "A", { role: "admin" });
  const numbers = { number: notAsked, subscriptions: notAsked, templates: notAsked };
  const handler = createChannelsHandler({ ...desk, numbers });
  const ask = async (
    method: string,
    path: string,
    more: { id?: string; body?: unknown; key?: string } = {},
  ) => {
    const response = await handler(
      restEvent(method, path, {
        claims: claims({ username: admin.id }),
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
  const made = async () => (await ask("POST", "/channels", { body })).json;
  return { desk, numbers, ask, made };
}

const one = "/channels/{channelId}";
const rotation = "/channels/{channelId}/identity-secret";

describe("a web chat", () => {
  it("tells its identity secret when it is made, and nowhere else", async () => {
    const { desk, ask } = await open();
    const first = await ask("POST", "/channels", { body, key: "one-of-these" });
    expect(first.status).toBe(201);
    const { identitySecret, ...channel } = first.json;
    expect(identitySecret).toMatch(/^wid_[0-9a-f]{64}$/);
    expect(channel).toMatchObject({
      ...body,
      greeting: null,
      identity: { generation: 1, hint: hintOf(identitySecret), since: noon, formerUntil: null },
    });
    expect((await ask("GET", one, { id: channel.id })).json).toEqual(channel);
    expect((await ask("GET", "/channels")).json.items).toContainEqual(channel);

    // The same request says the same, although no record holds the secret.
    const again = await ask("POST", "/channels", { body, key: "one-of-these" });
    expect(again.json).toEqual(first.json);
    const audit = await desk.store.query(AuditItem, { pk: partitions.audit(noon.slice(0, 7)), limit: 100 });
    const kept = await desk.store.get(
      IdempotencyItem,
      keys.idempotency(admin.id, "createChannel", "one-of-these"),
    );
    expect(kept?.response).toEqual(channel);
    for (const record of [audit.items, kept, [...desk.kept]])
      expect(JSON.stringify(record)).not.toContain(identitySecret);
    expect(JSON.stringify(audit.items)).not.toContain("identityKey");
  });

  it("says the same to one request that came twice at once, and keeps one key", async () => {
    const { desk, ask } = await open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask("POST", "/channels", { body, key: "twenty-at-once" })),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(desk.kept.size).toBe(2);
  });

  it("changes what it has, and has nothing of a number", async () => {
    const { desk, ask, made } = await open();
    const { id } = await made();
    const changed = await ask("PATCH", one, {
      id,
      body: { greeting: "Olá!", allowedOrigins: ["http://localhost:3000"] },
    });
    expect(changed).toMatchObject({
      status: 200,
      json: { greeting: "Olá!", allowedOrigins: ["http://localhost:3000"], version: 2 },
    });
    for (const foreign of [
      { displayNumber: "+55 11 3000-0001" },
      { wabaId: "1" },
      { secrets: { accessToken: "t", appSecrets: ["s"], verifyToken: "12345678" } },
    ]) {
      const refused = await ask("PATCH", one, { id, body: foreign });
      expect(refused).toMatchObject({
        status: 400,
        json: { error: { details: { issues: [{ in: "body", path: Object.keys(foreign)[0] }] } } },
      });
    }
    expect(await ask("PATCH", one, { id: channelId, body: { greeting: "x" } })).toMatchObject({
      status: 400,
    });
    expect(desk.kept.get(id)).toEqual({ identityKey: expect.any(String) });
  });

  it.each([
    [["http://loja.example"]],
    [["https://loja.example/"]],
    [["https://loja.example/chat"]],
    [["https://*.loja.example"]],
    [["https://LOJA.example"]],
    [["https://loja.example:443"]],
    [["https://a.example", "https://a.example"]],
    [["*"]],
    [[]],
    [Array.from({ length: 21 }, (_, index) => `https://a${index}.example`)],
  ])("takes no origins like %j", async (allowedOrigins) => {
    const { ask } = await open();
    expect(await ask("POST", "/channels", { body: { ...body, allowedOrigins } })).toMatchObject({
      status: 400,
    });
  });

  it("takes an origin only as browsers spell it", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["https"] }), (url) => {
        const { origin } = new URL(url);
        // Punycode may end a label in a way that is longer than the limit; everything that passes is exact.
        const parsed = Origin.safeParse(origin);
        if (origin.length <= 180) expect(parsed.success).toBe(true);
        if (url !== origin) expect(Origin.safeParse(url).success).toBe(false);
      }),
    );
  });
});

describe("rotating an identity secret", () => {
  it("gives the next one; the former holds for the time that was asked for", async () => {
    const { desk, ask, made } = await open();
    const { id, identitySecret } = await made();
    desk.pass(60);
    const next = await ask("POST", rotation, { id, body: { overlapSeconds: 3_600 } });
    expect(next).toMatchObject({
      status: 200,
      json: {
        channel: {
          version: 2,
          identity: {
            generation: 2,
            since: "2026-11-23T12:01:00.000Z",
            formerUntil: "2026-11-23T13:01:00.000Z",
          },
        },
      },
    });
    expect(next.json.identitySecret).not.toBe(identitySecret);
    expect(next.json.channel.identity.hint).toBe(hintOf(next.json.identitySecret));
    const last = await ask("POST", rotation, { id, body: { overlapSeconds: 0 } });
    expect(last.json.channel.identity).toMatchObject({ generation: 3, formerUntil: null });
    expect((await ask("POST", rotation, { id, body: {} })).json.channel.identity.formerUntil).toBe(
      "2026-11-24T12:01:00.000Z",
    );
    const records = (
      await desk.store.query(AuditItem, { pk: partitions.audit(noon.slice(0, 7)), limit: 100 })
    ).items;
    expect(records.at(-1)).toMatchObject({ action: "changed", kind: "channel", resourceId: id });
    expect(JSON.stringify(records)).not.toContain(last.json.identitySecret);
  });

  it("of two at once, one is told that it lost, and what the other was told holds", async () => {
    const { desk, numbers, made } = await open();
    const { id } = await made();
    const rotate = () =>
      rotateIdentitySecret(desk, { actor: admin, channelId: id as ChannelId, overlapSeconds: 60 });
    const ends = await Promise.allSettled([rotate(), rotate()]);
    const [told] = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
    const [lost] = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(lost).toMatchObject({ code: "VERSION_CONFLICT" });
    const { checks } = await checkChannel({ ...desk, numbers }, { channelId: id as ChannelId });
    const secrets = checks.find(({ check }) => check === "secrets");
    expect(secrets).toMatchObject({ result: "ok" });
    expect(secrets?.detail).toContain(hintOf(told?.identitySecret ?? ""));
  });

  it("is not there for a number, for a chat that is not there, or on an old version", async () => {
    const { ask, made } = await open();
    const { id } = await made();
    const missing = channelId.replace(/.$/, "9");
    expect(await ask("POST", rotation, { id: channelId, body: {} })).toMatchObject({ status: 404 });
    expect(await ask("POST", rotation, { id: missing, body: {} })).toMatchObject({ status: 404 });
    expect(await ask("POST", rotation, { id, body: { overlapSeconds: 604_801 } })).toMatchObject({
      status: 400,
    });
    await ask("PATCH", one, { id, body: { name: "Loja" } });
    expect(await ask("POST", rotation, { id, body: { expectedVersion: 1 } })).toMatchObject({ status: 409 });
  });

  it("mends a chat whose key was lost, and lets no former secret hold", async () => {
    const { desk, ask, made } = await open();
    const { id } = await made();
    desk.kept.delete(id);
    const lost = await ask("POST", `${one}/check`, { id });
    expect(lost.json).toMatchObject({ ok: false });
    const mended = await ask("POST", rotation, { id, body: { overlapSeconds: 60 } });
    expect(mended.json.channel.identity.formerUntil).toBeNull();
    expect((await ask("POST", `${one}/check`, { id })).json).toMatchObject({ ok: true });
  });
});

describe("the check of a web chat", () => {
  it("looks at origins and secret; of events nothing can be known yet", async () => {
    const { ask, made } = await open();
    const { id } = await made();
    const check = async () => (await ask("POST", `${one}/check`, { id })).json;
    const results = ({ checks }: { checks: { check: string; result: string }[] }) =>
      checks.map((it) => `${it.check} ${it.result}`);
    const fine = await check();
    expect(fine).toMatchObject({ ok: true, checkedAt: noon });
    expect(results(fine)).toEqual(["origins ok", "secrets ok", "last-event unknown"]);
    await ask("PATCH", one, { id, body: { allowedOrigins: ["http://localhost:3000"] } });
    expect(results(await check())).toEqual(["origins problem", "secrets ok", "last-event unknown"]);
  });

  it("says that another key is kept than the secret was made from", async () => {
    const { desk, ask, made } = await open();
    const { id } = await made();
    desk.kept.set(id, { identityKey: "k".repeat(43) });
    const { checks } = (await ask("POST", `${one}/check`, { id })).json;
    expect(checks[1]).toMatchObject({ check: "secrets", result: "problem" });
    expect(checks[1].detail).toContain("identity-secret");
  });
});

describe("work on a web chat", () => {
  it("goes by the channel as on a number: presence, seats and lines know no difference", async () => {
    const { desk, made } = await open();
    const { id } = await made();
    const chat = id as ChannelId;
    const [agent] = desk.people;
    if (agent === undefined) throw new Error("nobody is at the desk");
    expect((await describeMe(desk, agent)).channels.map((it) => it.id)).toContain(chat);
    const address = { userId: "visitor-1" };
    const opening = decide(
      null,
      {
        ...{ do: "open", by: { kind: "contact" }, ticketId, contactId, contactName: "Lia", channelId: chat },
        ...{ address, bot: { kind: "none" }, formerTicketId: null },
      },
      desk.clock.now(),
    );
    if (opening instanceof DeskError) throw opening;
    const opened = transition(null, opening);
    const queued = decide(
      opened.after,
      {
        ...{ do: "enqueue", by: { kind: "system" }, protocol: Protocol.parse("2026112300001") },
        ...{ sectorId, queueId, priority: 0, preference: null },
      },
      desk.clock.now(),
    );
    if (queued instanceof DeskError) throw queued;
    await desk.store.commit([...transition(null, [...opening, ...queued]).changes]);
    // Online on the number only: the visitor waits. Online on the chat: theirs.
    await setPresence(desk, { actor: agent, channelId, status: "online" });
    expect(await routeQueue(desk, queueId)).toEqual({ assigned: 0 });
    await setPresence(desk, { actor: agent, channelId: chat, status: "online" });
    expect(await routeQueue(desk, queueId)).toEqual({ assigned: 1 });
    expect(await desk.store.get(HeadItem, keys.head(ticketId))).toMatchObject({
      phase: "open",
      agentId: agent.id,
      channelId: chat,
    });
  });
});
