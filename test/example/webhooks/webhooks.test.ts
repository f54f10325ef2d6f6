import { WebhookItem, WebhookSecretsItem } from "../../../shared/contracts/stored/shapes.ts";
import { addWebhook, receiving } from "./support.ts";
import { changeWebhook, removeWebhook } from "../../../shared/actions/webhooks/change.ts";
import { describe, expect, it } from "vitest";
import { listWebhookDeliveries, testWebhook } from "../../../shared/actions/webhooks/deliveries.ts";
import { openDesk, noon } from "../../support/desk.ts";
import { otherSectorId, sectorId } from "../../support/ids.ts";
import { WebhookId } from "../../../shared/contracts/ids.ts";
import { admin, request } from "../organisation/support.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { deliverWebhook } from "../../../shared/actions/webhooks/deliver.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { listWebhooks } from "../../../shared/actions/organisation/lists.ts";
import { rotateWebhookSecret } from "../../../shared/actions/webhooks/rotate.ts";

const nobody = WebhookId.parse(`whk_${"0".repeat(26)}`);

describe("a new webhook", () => {
  it("is answered with its secret, which is kept apart and found nowhere else", async () => {
    const desk = await openDesk();
    const { webhook, secret } = await addWebhook(desk, {}, "key-1");
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({
      version: 1,
      secretHint: secret.slice(-5, -1),
      previousSecretUntil: null,
    });
    const holding = desk.store.dump().filter((item) => JSON.stringify(item).includes(secret));
    expect(holding.map((item) => item["shape"])).toEqual([WebhookSecretsItem.kind]);
    const list = await listWebhooks(
      { ...desk, cursors: createCursorSeal("0".repeat(64)) },
      { actor: admin, limit: 5 },
    );
    expect(list.items).toEqual([webhook]);
  });

  it("is the same with the same secret when asked for again, until that secret is not kept any more", async () => {
    const desk = await openDesk();
    const first = await addWebhook(desk, {}, "key-1");
    expect(await addWebhook(desk, {}, "key-1")).toEqual(first);
    await expect(addWebhook(desk, { name: "Other" }, "key-1")).rejects.toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
    const rotate = (overlapSeconds: number) =>
      rotateWebhookSecret(desk, request(), { actor: admin, webhookId: first.webhook.id, overlapSeconds });
    await rotate(60);
    expect(await addWebhook(desk, {}, "key-1")).toEqual(first);
    await rotate(0);
    await expect(addWebhook(desk, {}, "key-1")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is one, with one secret, when it is asked for many times at once", async () => {
    const desk = await openDesk();
    const answers = await Promise.all(Array.from({ length: 20 }, () => addWebhook(desk, {}, "key-1")));
    expect(new Set(answers.map((it) => JSON.stringify(it))).size).toBe(1);
    const made = desk.store.dump().filter((item) => item["shape"] === WebhookItem.kind);
    expect(made).toHaveLength(1);
  });

  it("may not point where nothing may be posted to, nor name a sector that is not there", async () => {
    const desk = await openDesk();
    const before = desk.store.changes.length;
    await expect(addWebhook(desk, { url: "https://169.254.169.254/" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { url: "the host is not on the public Internet" },
    });
    await expect(addWebhook(desk, { url: "http://receiver.example/" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await expect(addWebhook(desk, { sectorIds: [sectorId, otherSectorId] })).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { sectorId: otherSectorId },
    });
    expect(desk.store.changes.length).toBe(before);
  });
});

describe("changing a webhook", () => {
  it("is one version on, known to other functions within ten seconds, and refused where it is stale", async () => {
    const desk = await openDesk();
    const { webhook } = await addWebhook(desk);
    expect(await desk.configuration.webhooks("fresh")).toHaveLength(1);
    const change = { actor: admin, webhookId: webhook.id };
    const changed = await changeWebhook(desk, { ...change, active: false, expectedVersion: 1 });
    expect(changed).toEqual({ ...webhook, active: false, version: 2 });
    desk.pass(10);
    expect(await desk.configuration.webhooks()).toEqual([changed]);
    await expect(changeWebhook(desk, { ...change, name: "X", expectedVersion: 1 })).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
      details: { current: { version: 2 } },
    });
    await expect(changeWebhook(desk, { ...change, url: "https://[::1]/" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    await expect(changeWebhook(desk, { ...change, webhookId: nobody, name: "X" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const before = desk.store.changes.length;
    expect(await changeWebhook(desk, { ...change, active: false })).toEqual(changed);
    expect(desk.store.changes.length).toBe(before);
  });

  it("is in the audit, and no secret is", async () => {
    const desk = await openDesk();
    const { webhook, secret } = await addWebhook(desk);
    const of = { actor: admin, webhookId: webhook.id };
    const second = await rotateWebhookSecret(desk, request(), { ...of, overlapSeconds: 60 });
    await changeWebhook(desk, { ...of, name: "ERP" });
    await removeWebhook(desk, of);
    const records = desk.store.dump().filter((item) => item["shape"] === "audit");
    expect(records.map((item) => item["action"])).toEqual(
      expect.arrayContaining(["created", "changed", "changed", "removed"]),
    );
    expect(records.every((item) => item["kind"] === "webhook" && item["actorId"] === admin.id)).toBe(true);
    const text = JSON.stringify(records);
    expect([text.includes(secret), text.includes(second.secret)]).toEqual([false, false]);
  });

  it("ends with its removal, secrets included", async () => {
    const desk = await openDesk();
    const { webhook } = await addWebhook(desk);
    const of = { actor: admin, webhookId: webhook.id };
    await removeWebhook(desk, of);
    expect(await desk.store.get(WebhookSecretsItem, keys.webhookSecrets(webhook.id))).toBeUndefined();
    expect(await desk.configuration.webhooks("fresh")).toEqual([]);
    await expect(removeWebhook(desk, of)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rotation = rotateWebhookSecret(desk, request(), { ...of, overlapSeconds: 0 });
    await expect(rotation).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(testWebhook(desk, of)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a new secret", () => {
  it("signs from now on, the one before beside it until the overlap ends", async () => {
    const desk = await openDesk();
    const { webhook, secret } = await addWebhook(desk);
    const { deps, posts } = receiving(desk);
    const of = { actor: admin, webhookId: webhook.id };
    const ping = async () => {
      const { id, at } = await testWebhook(desk, of);
      await deliverWebhook(
        deps,
        { v: 1, id, webhookId: webhook.id, event: "ping", at },
        { tries: 1, last: false },
      );
      return posts.at(-1)?.secrets;
    };
    expect(await ping()).toEqual([secret]);
    const second = await rotateWebhookSecret(desk, request(), { ...of, overlapSeconds: 60 });
    expect(second.webhook).toMatchObject({ version: 2, previousSecretUntil: "2026-11-23T12:01:00.000Z" });
    expect(await ping()).toEqual([second.secret, secret]);
    desk.pass(59);
    expect(await ping()).toEqual([second.secret, secret]);
    desk.pass(1);
    expect(await ping()).toEqual([second.secret]);
    const shown = await changeWebhook(desk, { ...of, name: "ERP" });
    expect(shown.previousSecretUntil).toBeNull();
    const third = await rotateWebhookSecret(desk, request(), { ...of, overlapSeconds: 0 });
    expect(third.webhook.previousSecretUntil).toBeNull();
    expect(await ping()).toEqual([third.secret]);
  });

  it("is the same when asked for again under one key, and one of several at once", async () => {
    const desk = await openDesk();
    const { webhook, secret } = await addWebhook(desk);
    const rotate = (key?: string) =>
      rotateWebhookSecret(desk, request(key), { actor: admin, webhookId: webhook.id, overlapSeconds: 60 });
    const answers = await Promise.all([rotate("k"), rotate("k"), rotate("k")]);
    expect(new Set(answers.map((it) => it.secret)).size).toBe(1);
    const kept = await desk.store.get(WebhookSecretsItem, keys.webhookSecrets(webhook.id));
    expect([kept?.current.secret, kept?.previous?.secret]).toEqual([answers[0]?.secret, secret]);
    await expect(
      rotateWebhookSecret(desk, request(), {
        ...{ actor: admin, webhookId: webhook.id, overlapSeconds: 0, expectedVersion: 1 },
      }),
    ).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
  });
});

describe("the list of deliveries", () => {
  it("shows the newest first, page by page, and pings that are not sent yet", async () => {
    const desk = await openDesk();
    const { webhook } = await addWebhook(desk, { active: false });
    const of = { actor: admin, webhookId: webhook.id };
    const asked = [];
    for (let count = 0; count < 5; count += 1) {
      asked.push(await testWebhook(desk, of));
      desk.pass(1);
    }
    expect(asked[0]).toMatchObject({
      event: "ping",
      state: "pending",
      attempts: 0,
      at: noon,
      ticketId: null,
    });
    const deps = { ...desk, cursors: createCursorSeal("0".repeat(64)) };
    const first = await listWebhookDeliveries(deps, { ...of, limit: 3 });
    const rest = await listWebhookDeliveries(deps, { ...of, limit: 3, cursor: first.cursor ?? "" });
    expect([...first.items, ...rest.items]).toEqual(asked.toReversed());
    expect(rest.cursor).toBeNull();
    const other = listWebhookDeliveries(deps, { ...of, webhookId: nobody, limit: 3 });
    await expect(other).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
