import { describe, expect, it } from "vitest";
import { receiveJob } from "../../../shared/actions/intake/receive-job.ts";
import { receiveWebhook } from "../../../shared/actions/intake/receive-webhook.ts";
import { verifyHandshake } from "../../../shared/actions/intake/verify-handshake.ts";
import { HeadItem, InspectionItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { deliver, post, textMessage, timeline, waiting, write } from "../../support/conversation.ts";
import { type Desk, noon, openDesk, secrets } from "../../support/desk.ts";
import { signed } from "../../../local/whatsapp/envelope.ts";
import { webhookFixtures } from "../../cases/whatsapp/fixtures.ts";

const kept = async (desk: Desk) =>
  (await desk.store.query(InspectionItem, { pk: partitions.inspection(noon.slice(0, 10)), limit: 1_000 }))
    .items;

const first = async (desk: Desk) => {
  const [ticketId] = await waiting(desk);
  if (ticketId === undefined) throw new Error("no ticket waits");
  return timeline(desk, ticketId);
};

describe("a webhook", () => {
  const body = Buffer.from('{"entry":[]}');
  const valid = signed('{"entry":[]}', "an app secret").headers["x-hub-signature-256"];

  it.each([
    ["no signature", undefined],
    ["another algorithm", valid.replace("sha256=", "sha1=")],
    ["upper case", `sha256=${valid.slice(7).toUpperCase()}`],
    ["one digit less", valid.slice(0, -1)],
    ["another secret", signed('{"entry":[]}', "not ours").headers["x-hub-signature-256"]],
    ["other bytes", signed('{"entry": []}', "an app secret").headers["x-hub-signature-256"]],
  ])("with %s is refused and leaves nothing", async (_, signature) => {
    const desk = await openDesk();
    const deps = { ...desk, queue: desk.inboundQueue };
    await expect(receiveWebhook(deps, { body, signature })).rejects.toMatchObject({
      code: "SIGNATURE_INVALID",
    });
    expect(desk.seen.inbound).toEqual([]);
  });

  it("is believed under any of a channel's app secrets, as while one is replaced", async () => {
    const desk = await openDesk();
    const both = { ...secrets, appSecrets: ["the new one", "an app secret"] };
    const deps = { ...desk, queue: desk.inboundQueue, secrets: { ...desk.secrets, get: async () => both } };
    await expect(receiveWebhook(deps, { body, signature: valid })).resolves.toBeUndefined();
  });

  it("signed with a secret that was just replaced is believed once the secrets are read again", async () => {
    const desk = await openDesk();
    const get = async (_: string, freshness?: "fresh") =>
      freshness === "fresh" ? secrets : { ...secrets, appSecrets: ["the old one"] };
    const deps = { ...desk, queue: desk.inboundQueue, secrets: { ...desk.secrets, get } };
    await expect(receiveWebhook(deps, { body, signature: valid })).resolves.toBeUndefined();
  });

  it("over 3 MB is refused before anything else", async () => {
    const desk = await openDesk();
    const huge = Buffer.alloc(3 * 1_024 * 1_024 + 1, "x");
    const deps = { ...desk, queue: desk.inboundQueue };
    await expect(receiveWebhook(deps, { body: huge, signature: valid })).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
    });
  });

  it("puts each contact's part into the queue under one group, in order", async () => {
    const desk = await openDesk();
    await post(desk, {
      entry: [
        {
          changes: [
            {
              field: "messages",
              value: {
                metadata: { phone_number_id: "700200" },
                messages: [
                  textMessage("1", "a", noon, "5511990000001"),
                  textMessage("2", "b", noon, "5511990000002"),
                  textMessage("3", "c", noon, "5511990000001"),
                ],
              },
            },
          ],
        },
      ],
    });
    expect(desk.seen.inbound).toHaveLength(2);
    expect(desk.seen.inbound[0]?.body.items).toHaveLength(2);
    expect(desk.seen.inbound[0]?.group).not.toBe(desk.seen.inbound[1]?.group);
  });

  it("with a thousand changes becomes messages of bounded size, and none is lost", async () => {
    const desk = await openDesk();
    const value = (index: number) => ({
      metadata: { phone_number_id: "700200" },
      messages: [textMessage(`wamid.${index}`, "x".repeat(1_000), noon)],
    });
    const changes = Array.from({ length: 1_000 }, (_, index) => ({ field: "messages", value: value(index) }));
    await post(desk, { entry: [{ changes }] });
    const sizes = desk.seen.inbound.map((job) => Buffer.byteLength(JSON.stringify(job.body)));
    expect(Math.max(...sizes)).toBeLessThan(262_144);
    expect(desk.seen.inbound.flatMap((job) => job.body.items)).toHaveLength(1_000);
  });
});

describe("the handshake", () => {
  it("answers the challenge to who knows the verify token, and nothing to others", async () => {
    const desk = await openDesk();
    const query = { mode: "subscribe", token: "a verify token", challenge: "1158201444" };
    await expect(verifyHandshake(desk, query)).resolves.toBe("1158201444");
    for (const wrong of [
      { ...query, token: "another" },
      { ...query, mode: "x" },
      { ...query, token: undefined },
    ]) {
      await expect(verifyHandshake(desk, wrong)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("what a customer sends", () => {
  it("is stored once, however often it comes", async () => {
    const desk = await openDesk();
    for (let times = 0; times < 3; times += 1) await write(desk, "wamid.A1", "oi");
    const messages = (await first(desk)).filter((entry) => entry.type === "message");
    expect(messages).toHaveLength(1);
  });

  it("keeps its own time, which opens the window, and the desk's time of recording", async () => {
    const desk = await openDesk();
    desk.pass(7_200);
    await deliver(desk, { messages: [textMessage("wamid.late", "oi", noon)] });
    expect((await first(desk))[1]).toMatchObject({ sentAt: noon, at: "2026-11-23T14:00:00.000Z" });
  });

  it("of a type the desk cannot show is kept whole", async () => {
    const desk = await openDesk();
    const image = { id: "801", mime_type: "image/jpeg", caption: "nota" };
    await deliver(desk, {
      messages: [{ from: "5511990000001", id: "wamid.I1", timestamp: "1795000000", type: "image", image }],
    });
    expect((await first(desk))[1]).toMatchObject({
      content: { type: "unsupported", kind: "image", raw: { image } },
    });
  });

  it("is a notice of WhatsApp's own when its type is system: it opens nothing and is answered by nobody", async () => {
    const desk = await openDesk();
    const system = { type: "user_changed_number", wa_id: "5511990000009", body: "changed" };
    const notice = { from: "5511990000001", id: "wamid.S1", timestamp: "1795000000", type: "system", system };
    await deliver(desk, { messages: [notice] });
    expect(await waiting(desk)).toEqual([]);
    expect(await kept(desk)).toMatchObject([{ reason: "notice-without-ticket" }]);

    await write(desk, "wamid.A1", "oi");
    await deliver(desk, { messages: [{ ...notice, id: "wamid.S2" }] });
    const [ticketId] = await waiting(desk);
    const head = ticketId && (await desk.store.get(HeadItem, keys.head(ticketId)));
    expect(head).toMatchObject({ unread: 1, version: 4 });
  });

  it("too large for a timeline is kept in parts that its entry names", async () => {
    const desk = await openDesk();
    const cards = Array.from({ length: 5_000 }, (_, index) => ({
      name: { formatted_name: `Pessoa ${index}` },
    }));
    await deliver(desk, {
      messages: [
        { from: "5511990000001", id: "wamid.C1", timestamp: "1795000000", type: "contacts", contacts: cards },
      ],
    });
    const entry = (await first(desk))[1];
    expect(entry).toMatchObject({ content: { type: "unsupported-large", kind: "contacts" } });
    const parts = (await kept(desk)).toSorted((a, b) => a.part - b.part);
    expect(JSON.parse(parts.map((part) => part.text).join(""))).toMatchObject({
      id: "wamid.C1",
      contacts: cards,
    });
  });

  it("belongs to one contact under both spellings of a Brazilian mobile, and under the user id", async () => {
    const desk = await openDesk();
    await write(desk, "wamid.1", "com nove", "5531988880001");
    await write(desk, "wamid.2", "sem nove", "553188880001");
    await deliver(desk, {
      contacts: [{ profile: { name: "Lia" }, wa_id: "553188880001", user_id: "BR.7f3a" }],
      messages: [{ ...textMessage("wamid.3", "com id", noon, "553188880001"), from_user_id: "BR.7f3a" }],
    });
    await deliver(desk, {
      contacts: [{ profile: { name: "Lia", username: "lia.s" }, user_id: "BR.7f3a" }],
      messages: [
        {
          id: "wamid.4",
          from_user_id: "BR.7f3a",
          timestamp: "1795000000",
          type: "text",
          text: { body: "x" },
        },
      ],
    });
    expect(await waiting(desk)).toHaveLength(1);
    expect((await first(desk)).filter((entry) => entry.type === "message")).toHaveLength(4);
  });

  it("to a number nobody registered is kept for inspection", async () => {
    const desk = await openDesk();
    await post(desk, {
      entry: [
        {
          changes: [
            {
              field: "messages",
              value: { metadata: { phone_number_id: "1" }, messages: [textMessage("1", "a", noon)] },
            },
          ],
        },
      ],
    });
    for (const job of desk.seen.inbound) await receiveJob(desk, job.body);
    expect(await kept(desk)).toMatchObject([{ reason: "unknown-number" }]);
  });
});

describe("every shape Meta has been seen to send", () => {
  it.each(webhookFixtures().map((fixture) => [fixture.name, fixture] as const))("%s", async (_, fixture) => {
    const desk = await openDesk();
    await post(desk, fixture.body);
    const items = desk.seen.inbound.flatMap((job) => job.body.items);
    expect(items.filter((item) => item.kind === "message")).toHaveLength(fixture.expects.messages);
    expect(items.filter((item) => item.kind === "status")).toHaveLength(fixture.expects.statuses);
    for (const job of desk.seen.inbound) await receiveJob(desk, job.body);
    for (const job of desk.seen.inbound) await receiveJob(desk, job.body);
  });
});
