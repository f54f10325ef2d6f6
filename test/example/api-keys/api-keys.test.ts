import { ApiKeyHashItem, ApiKeyItem, AuditItem } from "../../../shared/contracts/stored/shapes.ts";
import { describe, expect, test } from "vitest";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { AuditRecord } from "../../../shared/contracts/audit.ts";
import { Scope } from "../../../shared/contracts/api-keys.ts";
import { join } from "../organisation/support.ts";
import { openKeys } from "./support.ts";
import { otherSectorId, queueId, sectorId } from "../../support/ids.ts";
import { routes } from "../../../shared/contracts/routes/table.ts";

const all = Scope.options;

describe("making a key", () => {
  test("answers its secret once; what is kept is the hash and four characters", async () => {
    const { desk, boss, ask, makeKey } = await openKeys();
    const { apiKey, secret } = await makeKey({ scopes: ["config:read"] });
    expect(secret).toMatch(/^blc_[\w-]{43}$/);
    expect(apiKey).toEqual({
      id: apiKey.id,
      name: "Integração",
      scopes: ["config:read"],
      sectorIds: null,
      expiresAt: null,
      hint: secret.slice(-4),
      createdBy: boss.agentId,
      createdAt: desk.clock.now(),
      lastUsedAt: null,
    });
    const hash = desk.digest.sha256(secret);
    expect(await desk.store.get(ApiKeyHashItem, keys.apiKeyHash(hash))).toEqual({
      ...{ hash, apiKeyId: apiKey.id, expiresAt: null },
    });
    expect(await desk.store.get(ApiKeyItem, keys.apiKey(apiKey.id))).toEqual({ ...apiKey, hash });
    const listed = await ask(boss, "listApiKeys");
    expect(listed.json).toEqual({ items: [apiKey], cursor: null });
    const { items } = await desk.store.query(AuditItem, {
      pk: partitions.audit(desk.clock.now().slice(0, 7)),
      limit: 100,
    });
    expect(items.map((it) => AuditRecord.parse(it))).toMatchObject([
      { actorId: boss.agentId, action: "created", kind: "api-key", resourceId: apiKey.id, after: apiKey },
    ]);
    expect(JSON.stringify(items)).not.toContain(hash);
    expect(JSON.stringify(desk.store.changes)).not.toContain(secret);
  });

  test("honours no idempotency key: a repeated request makes another key", async () => {
    expect("idempotent" in routes.createApiKey).toBe(false);
    const { makeKey } = await openKeys();
    const [one, other] = [
      await makeKey({ scopes: ["config:read"] }),
      await makeKey({ scopes: ["config:read"] }),
    ];
    expect(one.secret).not.toBe(other.secret);
    expect(one.apiKey.id).not.toBe(other.apiKey.id);
  });

  test.each([
    ["no scope", { scopes: [] }, 400, "BAD_REQUEST"],
    ["a scope that is not known", { scopes: ["everything"] }, 400, "BAD_REQUEST"],
    ["no sector at all", { scopes: ["config:read"], sectorIds: [] }, 400, "BAD_REQUEST"],
    ["a sector that is not there", { scopes: ["config:read"], sectorIds: [otherSectorId] }, 404, "NOT_FOUND"],
    [
      "an end that is past",
      { scopes: ["config:read"], expiresAt: "2026-11-23T12:00:10.000Z" },
      400,
      "BAD_REQUEST",
    ],
  ])("with %s is refused, and nothing is written", async (_, body, status, code) => {
    const { desk, boss, ask } = await openKeys();
    const before = desk.store.changes.length;
    const answer = await ask(boss, "createApiKey", { body: { name: "x", ...body } });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(desk.store.changes.length).toBe(before);
  });

  test("takes a scope that is named twice once", async () => {
    const { makeKey } = await openKeys();
    const { apiKey } = await makeKey({ scopes: ["config:read", "people:read", "config:read"] });
    expect(apiKey.scopes).toEqual(["config:read", "people:read"]);
  });

  test("is an administrator's business", async () => {
    const { desk, ask } = await openKeys();
    const { id } = await join(desk, "S", { role: "supervisor", sectorIds: [sectorId] });
    const body = { name: "x", scopes: ["config:read"], sectorIds: [sectorId] };
    expect((await ask({ agentId: id }, "createApiKey", { body })).code).toBe("FORBIDDEN");
    expect((await ask({ agentId: id }, "listApiKeys")).code).toBe("FORBIDDEN");
  });
});

describe("a key", () => {
  test("acts as an administrator on routes of its scopes", async () => {
    const { ask, keyWith } = await openKeys();
    const key = await keyWith({ scopes: ["config:read", "config:write"] });
    expect((await ask(key, "getSettings")).status).toBe(200);
    const made = await ask(key, "createSector", {
      body: { name: "Trocas", ticketLimit: 2, queue: { name: "Fila" } },
    });
    expect(made.status).toBe(201);
    expect((await ask(key, "listAgents")).code).toBe("FORBIDDEN");
    expect((await ask(key, "listTickets", { query: { list: "open" } })).code).toBe("FORBIDDEN");
  });

  test("cannot write with a scope to read, nor read with one to write", async () => {
    const { ask, keyWith } = await openKeys();
    const reads = await keyWith({ scopes: ["config:read"] });
    const writes = await keyWith({ scopes: ["config:write"] });
    const body = { businessName: "Outra" };
    expect((await ask(reads, "changeSettings", { body })).code).toBe("FORBIDDEN");
    expect((await ask(writes, "getSettings")).code).toBe("FORBIDDEN");
    expect((await ask(writes, "changeSettings", { body })).status).toBe(200);
  });

  test("of a sector is as its supervisor: other sectors are missing, the business is not its", async () => {
    const { desk, ask, keyWith, boss } = await openKeys();
    const other = await ask(boss, "createSector", {
      body: { name: "Outro", ticketLimit: 2, queue: { name: "Fila" } },
    });
    const otherId = (other.json as { sector: { id: string } }).sector.id;
    desk.pass(6);
    const key = await keyWith({ scopes: all, sectorIds: [sectorId] });
    expect((await ask(key, "getSector", { params: { sectorId } })).status).toBe(200);
    const theirs = await ask(key, "getSector", { params: { sectorId: otherId } });
    expect(theirs).toEqual(await ask(key, "getSector", { params: { sectorId: otherSectorId } }));
    expect(theirs.code).toBe("NOT_FOUND");
    const { items } = (await ask(key, "listSectors")).json as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual([sectorId]);
    for (const name of ["getSettings", "listAudit"] as const)
      expect((await ask(key, name)).code).toBe("FORBIDDEN");
    const queue = { params: { queueId }, body: { name: "Nova" } };
    expect((await ask(key, "changeQueue", queue)).status).toBe(200);
  });

  test("is refused by routes that name no scope, whatever its scopes", async () => {
    const { ask, keyWith } = await openKeys();
    const key = await keyWith({ scopes: all });
    const { apiKeyId } = key as { apiKeyId: string };
    expect((await ask(key, "listApiKeys")).code).toBe("FORBIDDEN");
    expect((await ask(key, "removeApiKey", { params: { apiKeyId } })).code).toBe("FORBIDDEN");
    expect((await ask(key, "createApiKey", { body: { name: "x", scopes: all } })).code).toBe("FORBIDDEN");
  });

  test("does not read a message by way of a canned response", async () => {
    const { ask, keyWith } = await openKeys();
    const key = await keyWith({ scopes: ["config:write"] });
    const from = { ticketId: "tkt_00000000000000000000000001", number: 1 };
    const body = { shortcut: "ola", from };
    expect((await ask(key, "createCannedResponse", { body })).code).toBe("FORBIDDEN");
    const text = { shortcut: "ola", text: "Olá!" };
    const made = await ask(key, "createCannedResponse", { body: text });
    expect(made).toMatchObject({
      status: 201,
      json: { state: { kind: "approved", by: (key as { apiKeyId: string }).apiKeyId } },
    });
  });
});

describe("over people", () => {
  const scopes = ["people:read", "people:write"];

  test("a key does what an administrator does, except with administrators, whom it only sees", async () => {
    const { desk, ask, keyWith, boss } = await openKeys();
    const key = await keyWith({ scopes });
    const { id } = await join(desk, "B", { role: "agent" });
    const change = (agentId: string, body: object) => ask(key, "changeAgent", { params: { agentId }, body });
    expect((await change(id, { name: "Nova", role: "supervisor", sectorIds: [sectorId] })).status).toBe(200);
    expect((await change(id, { role: "admin" })).code).toBe("FORBIDDEN");
    expect((await ask(key, "getAgent", { params: boss })).status).toBe(200);
    for (const body of [{ name: "x" }, { active: false }, { role: "agent" }, { queueIds: [queueId] }])
      expect((await change(boss.agentId, body)).code).toBe("FORBIDDEN");
    const password = { temporaryPassword: "Temporaria1" };
    expect((await ask(key, "setAgentPassword", { params: boss, body: password })).code).toBe("FORBIDDEN");
    expect((await ask(key, "signAgentOut", { params: boss })).code).toBe("FORBIDDEN");
    expect((await ask(key, "removeAgent", { params: boss })).code).toBe("FORBIDDEN");
    const chief = { email: "chefe@loja.example", name: "Chefe", role: "admin" };
    expect((await ask(key, "createAgent", { body: chief })).code).toBe("FORBIDDEN");
    expect((await ask(key, "createAgent", { body: { ...chief, role: "agent" } })).status).toBe(201);
  });
});

describe("the end of a key", () => {
  test("by removal is at once: its record is read for every request", async () => {
    const { desk, ask, makeKey, boss } = await openKeys();
    const { apiKey, secret } = await makeKey({ scopes: ["config:read"] });
    const key = { apiKeyId: apiKey.id };
    expect((await ask(key, "getSettings")).status).toBe(200);
    expect((await ask(boss, "removeApiKey", { params: key })).status).toBe(204);
    expect(await ask(key, "getSettings")).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    // Also where it was never let in: nothing tells a removed key from one that never was.
    expect((await ask(key, "listApiKeys")).code).toBe("UNAUTHENTICATED");
    expect(await desk.store.get(ApiKeyHashItem, keys.apiKeyHash(desk.digest.sha256(secret)))).toBeUndefined();
    expect((await ask(boss, "removeApiKey", { params: key })).code).toBe("NOT_FOUND");
  });

  test("by expiry is to the millisecond", async () => {
    const { desk, ask, keyWith, in: later } = await openKeys();
    const key = await keyWith({ scopes: ["config:read"], expiresAt: later(60) });
    desk.pass(59);
    expect((await ask(key, "getSettings")).status).toBe(200);
    desk.pass(1);
    expect((await ask(key, "getSettings")).code).toBe("UNAUTHENTICATED");
  });
});

describe("when it was last used", () => {
  test("is noted to the hour, once an hour, and only where it was let in", async () => {
    const { desk, ask, makeKey } = await openKeys();
    const { apiKey } = await makeKey({ scopes: ["config:read"] });
    const key = { apiKeyId: apiKey.id };
    const last = async () => (await desk.store.get(ApiKeyItem, keys.apiKey(apiKey.id)))?.lastUsedAt;
    await ask(key, "listAgents");
    expect(await last()).toBeNull();
    await ask(key, "getSettings");
    expect(await last()).toBe("2026-11-23T12:00:00.000Z");
    const before = desk.store.changes.length;
    desk.pass(1_800);
    await ask(key, "getSettings");
    expect(desk.store.changes.length).toBe(before);
    desk.pass(1_800);
    await ask(key, "getSettings");
    expect(await last()).toBe("2026-11-23T13:00:00.000Z");
  });

  test("is only a note: that it cannot be written fails no request", async () => {
    const { desk, log, ask, keyWith } = await openKeys();
    const key = await keyWith({ scopes: ["config:read"] });
    const { commit } = desk.store;
    desk.store.commit = async () => {
      throw new Error("the table is not there");
    };
    expect((await ask(key, "getSettings")).status).toBe(200);
    expect((await ask(key, "getSettings")).status).toBe(200);
    desk.store.commit = commit;
    expect(log.lines.map(({ message }) => message)).toEqual(["could not note that an API key was used"]);
  });
});
