import type { Agent, Queue, Sector } from "../../../shared/contracts/organisation.ts";
import {
  AgentItem,
  AgentListingItem,
  FormerAgentItem,
  LoginItem,
  QueueItem,
  SeatItem,
  SectorItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { Password } from "../../../shared/contracts/organisation.ts";
import { QueueId, SectorId } from "../../../shared/contracts/ids.ts";
import { agentId, queueId, sectorId } from "../../support/ids.ts";
import { describe, expect, test } from "vitest";
import { listAgents, readAgent } from "../../../shared/actions/people/read-agents.ts";
import { openDesk, noon } from "../../support/desk.ts";
import { setAgentPassword, signAgentOut } from "../../../shared/actions/people/end-sessions-of.ts";
import { absent, put, update } from "../../../shared/ports/store.ts";
import type { AgentChange } from "../../../shared/actions/people/change-agent.ts";
import type { NewAgent } from "../../../shared/actions/organisation/create-agent.ts";
import { changeAgent } from "../../../shared/actions/people/change-agent.ts";
import { createAgent } from "../../../shared/actions/organisation/create-agent.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { removeAgent } from "../../../shared/actions/people/remove-agent.ts";

const foreignSector = SectorId.parse("sec_00000000000000000000000009");
const foreignQueue = QueueId.parse("que_00000000000000000000000009");
const admin = agentId("A");
const supervisor = agentId("B");
const ana = agentId("1");

/** The desk of two sectors: one with a supervisor, who does not manage the other, and an administrator. */
async function office() {
  const desk = await openDesk();
  const accounts: unknown[][] = [];
  const told =
    (name: string) =>
    async (...input: unknown[]): Promise<void> =>
      void accounts.push([name, ...input]);
  const deps = {
    ...desk,
    accounts: {
      invite: told("invite"),
      setPassword: told("setPassword"),
      sendPassword: told("sendPassword"),
      setEnabled: told("setEnabled"),
      signOutEverywhere: told("signOutEverywhere"),
      remove: told("remove"),
    },
  };
  const [person] = desk.people;
  if (person === undefined) throw new Error("the desk has people");
  const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
  const queue = await desk.store.get(QueueItem, keys.queue(queueId));
  if (sector === undefined || queue === undefined) throw new Error("the desk has a sector and a queue");
  const other: Sector = { ...sector, id: foreignSector, name: "Compras" };
  const otherQueue: Queue = { ...queue, id: foreignQueue, sectorId: foreignSector, name: "Fornecedores" };
  const staff: Agent[] = [
    { ...person, id: admin, email: "admin@loja.example", role: "admin", queueIds: [] },
    {
      ...{ ...person, id: supervisor, email: "chefe@loja.example", role: "supervisor" },
      ...{ queueIds: [], sectorIds: [sectorId] },
    },
  ];
  await desk.store.commit([
    put("sector", SectorItem, other, absent),
    put("queue", QueueItem, otherQueue, absent),
    ...staff.map((it) => put(`agent ${it.id}`, AgentItem, it, absent)),
    ...[...desk.people, ...staff].flatMap((it) => [
      put(
        `listing ${it.id}`,
        AgentListingItem,
        { agentId: it.id, active: true, accessHours: null, sessionsValidAfter: noon },
        absent,
      ),
      put(`login ${it.id}`, LoginItem, { email: it.email, agentId: it.id }, absent),
    ]),
  ]);
  desk.pass(60);
  const record = async (id: Agent["id"]): Promise<Agent> => {
    const found = await desk.store.get(AgentItem, keys.agent(id));
    if (found === undefined) throw new Error(`${id} is gone`);
    return found;
  };
  const audits = () =>
    desk.store
      .dump()
      .filter((item) => item.shape === "audit")
      .map((item) => `${String(item["action"])} ${String(item["resourceId"])}`);
  return {
    ...deps,
    accounts: deps.accounts,
    told: accounts,
    record,
    audits,
    deps,
    change: async (actorId: Agent["id"], id: Agent["id"], change: AgentChange, expectedVersion?: number) =>
      changeAgent(deps, { actor: await record(actorId), agentId: id, change, expectedVersion }),
    remove: async (actorId: Agent["id"], id: Agent["id"]) =>
      removeAgent(deps, { actor: await record(actorId), agentId: id }),
    invite: async (actorId: Agent["id"], changes: Partial<NewAgent> = {}, key?: string) => {
      const person: NewAgent = {
        ...{ email: "nova@loja.example", name: "Nova", role: "agent", phone: null, accessHours: null },
        ...{ sectorIds: [], queueIds: [queueId], limits: {} },
        permissions: { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: false },
        ...changes,
      };
      const request = { actorId, route: "createAgent", key, input: person };
      return createAgent(deps, request, { ...person, actor: await record(actorId) });
    },
  };
}

const refusal = (code: string) => ({ name: "DeskError", code });

describe("inviting", () => {
  test("makes record, listing, seat and audit at once, then the account", async () => {
    const office1 = await office();
    const made = await office1.invite(supervisor, {
      temporaryPassword: "Secret1x",
      limits: { [sectorId]: 7 },
    });
    expect(office1.told).toEqual([["invite", made.id, "nova@loja.example", "Secret1x"]]);
    await expect(office1.store.get(SeatItem, keys.seat(sectorId, made.id))).resolves.toMatchObject({
      queueIds: [queueId],
      limit: 7,
      load: 0,
    });
    await expect(office1.store.get(AgentListingItem, keys.agentListing(made.id))).resolves.toMatchObject({
      active: true,
    });
    expect(office1.audits()).toEqual([`created ${made.id}`]);
  });

  test("a password against the policy is refused before anything is written", async () => {
    const { invite, audits } = await office();
    await expect(invite(admin, { temporaryPassword: "weak" })).rejects.toMatchObject(
      refusal("PASSWORD_REFUSED"),
    );
    expect(audits()).toEqual([]);
  });

  test("an e-mail belongs to one person, and a key to one request", async () => {
    const { invite } = await office();
    const made = await invite(admin, {}, "k-1");
    await expect(invite(admin, {}, "k-1")).resolves.toEqual(made);
    await expect(invite(admin)).rejects.toMatchObject(refusal("ALREADY_EXISTS"));
  });

  test.each([
    ["another supervisor", { role: "supervisor" }, "FORBIDDEN"],
    ["an administrator", { role: "admin" }, "FORBIDDEN"],
    ["for a queue of others", { queueIds: [foreignQueue] }, "NOT_FOUND"],
    ["for a sector of others", { sectorIds: [foreignSector] }, "NOT_FOUND"],
    ["with a limit in a sector of others", { limits: { [foreignSector]: 1 } }, "NOT_FOUND"],
    ["for no sector at all", { queueIds: [] }, "FORBIDDEN"],
  ] as const)("a supervisor invites nobody %s", async (_, changes, code) => {
    const { invite } = await office();
    await expect(invite(supervisor, changes as Partial<NewAgent>)).rejects.toMatchObject(refusal(code));
  });

  test("a new supervisor is among their sector's managers", async () => {
    const { invite, store, remove } = await office();
    const made = await invite(admin, { role: "supervisor", queueIds: [], sectorIds: [sectorId] });
    const managers = async () => (await store.get(SectorItem, keys.sector(sectorId)))?.managerIds;
    await expect(managers()).resolves.toEqual([made.id]);
    await remove(admin, made.id);
    await expect(managers()).resolves.toEqual([]);
  });
});

describe("a viewer", () => {
  test("serves no queue: not from the start, not later, and who becomes one leaves theirs", async () => {
    const office1 = await office();
    const refused = { ...refusal("BAD_REQUEST"), details: { reason: "a viewer serves no queue" } };
    await expect(office1.invite(admin, { role: "viewer" })).rejects.toMatchObject(refused);
    const { id } = await office1.invite(admin, { limits: { [sectorId]: 7 } });
    await expect(office1.change(admin, id, { role: "viewer" })).resolves.toMatchObject({
      queueIds: [],
      limits: {},
    });
    await expect(office1.store.get(SeatItem, keys.seat(sectorId, id))).resolves.toMatchObject({
      queueIds: [],
    });
    await expect(office1.change(admin, id, { queueIds: [queueId] })).rejects.toMatchObject(refused);
  });
});

describe("seeing", () => {
  const cursors = createCursorSeal("0".repeat(64));

  test("an administrator sees all, a supervisor who works in their sectors", async () => {
    const { deps, record, change } = await office();
    await change(admin, ana, { queueIds: [foreignQueue] });
    const seen = async (id: Agent["id"]) =>
      (await listAgents({ ...deps, cursors }, { actor: await record(id), limit: 100 })).items.map(
        (it) => it.id,
      );
    await expect(seen(admin)).resolves.toHaveLength(5);
    await expect(seen(supervisor)).resolves.toEqual([agentId("2"), agentId("3"), supervisor]);
    const asked = readAgent(deps, { actor: await record(supervisor), agentId: ana });
    const missing = readAgent(deps, { actor: await record(supervisor), agentId: agentId("Z") });
    await expect(asked).rejects.toMatchObject({ ...refusal("NOT_FOUND"), details: {} });
    await expect(missing).rejects.toMatchObject({ ...refusal("NOT_FOUND"), details: {} });
  });

  test("a person comes with picture, presence and open tickets", async () => {
    const { deps, record, change, store } = await office();
    const photo = "data:image/png;base64,AAAA";
    await change(admin, ana, { photo });
    await store.commit([update("seat", SeatItem, keys.seat(sectorId, ana), { add: [[["load"], 2]] })]);
    const read = await readAgent(deps, { actor: await record(supervisor), agentId: ana });
    expect(read).toMatchObject({ hasPhoto: true, photo, openTickets: 2, presence: [{ status: "online" }] });
    expect(read).not.toHaveProperty("sessionsValidAfter");
    await change(admin, ana, { photo: null });
    await expect(readAgent(deps, { actor: await record(admin), agentId: ana })).resolves.toMatchObject({
      hasPhoto: false,
      photo: null,
    });
  });
});

describe("changing", () => {
  test("what changes nothing writes nothing", async () => {
    const { change, record, audits } = await office();
    const before = await record(ana);
    await change(admin, ana, { name: before.name, queueIds: [queueId, queueId] });
    await expect(record(ana)).resolves.toEqual(before);
    expect(audits()).toEqual([]);
  });

  test("a stale version is refused with the record as it is", async () => {
    const { change } = await office();
    const now = await change(admin, ana, { name: "Ana" }, 1);
    await expect(change(admin, ana, { name: "Bia" }, 1)).rejects.toMatchObject({
      ...refusal("VERSION_CONFLICT"),
      details: { current: now },
    });
  });

  test("two who change different things at once both get their way", async () => {
    const { change, record } = await office();
    await Promise.all([change(admin, ana, { name: "Ana" }), change(admin, ana, { phone: "+5511990000001" })]);
    await expect(record(ana)).resolves.toMatchObject({ name: "Ana", phone: "+5511990000001", version: 3 });
  });

  test("queues and limits become seats; who leaves a queue keeps what they hold", async () => {
    const { change, store } = await office();
    const seat = (id: SectorId) => store.get(SeatItem, keys.seat(id, ana));
    await change(admin, ana, { queueIds: [queueId, foreignQueue], limits: { [foreignSector]: 9 } });
    await expect(seat(foreignSector)).resolves.toMatchObject({ queueIds: [foreignQueue], limit: 9 });
    await store.commit([update("seat", SeatItem, keys.seat(sectorId, ana), { add: [[["load"], 1]] })]);
    await change(admin, ana, { queueIds: [], limits: {} });
    await expect(seat(sectorId)).resolves.toMatchObject({ queueIds: [], load: 1 });
    await expect(seat(foreignSector)).resolves.toMatchObject({ queueIds: [], load: 0 });
  });

  test.each([
    ["a name", { name: "Ana" }],
    ["a picture", { photo: "data:image/png;base64,AAAA" }],
    ["activity", { active: false }],
    ["a role", { role: "viewer" as const }],
    ["access hours", { accessHours: { timeZone: "UTC", weekly: {}, special: [] } }],
  ])("of who works elsewhere too, a supervisor does not change %s", async (_, change1) => {
    const { change, record } = await office();
    await change(admin, ana, { queueIds: [queueId, foreignQueue] });
    const before = await record(ana);
    await expect(change(supervisor, ana, change1)).rejects.toMatchObject(refusal("FORBIDDEN"));
    await expect(change(supervisor, ana, { queueIds: [queueId] })).rejects.toMatchObject(
      refusal("FORBIDDEN"),
    );
    await expect(record(ana)).resolves.toEqual(before);
    await expect(change(supervisor, ana, { queueIds: [foreignQueue] })).resolves.toMatchObject({
      queueIds: [foreignQueue],
    });
  });

  test.each([
    ["a queue", { queueIds: [queueId, foreignQueue] }],
    ["a sector", { sectorIds: [foreignSector] }],
    ["a limit", { limits: { [foreignSector]: 1 } }],
  ])("%s of others is not a supervisor's to give: it does not exist", async (_, change1) => {
    const { change } = await office();
    await expect(change(supervisor, ana, change1)).rejects.toMatchObject(refusal("NOT_FOUND"));
  });

  test("nobody makes themselves or a fellow more than they are", async () => {
    const { change, invite } = await office();
    await expect(change(supervisor, ana, { role: "supervisor" })).rejects.toMatchObject(refusal("FORBIDDEN"));
    await expect(change(supervisor, supervisor, { role: "admin" })).rejects.toMatchObject(
      refusal("FORBIDDEN"),
    );
    const fellow = await invite(admin, { role: "supervisor", sectorIds: [sectorId] });
    await expect(change(supervisor, fellow.id, { name: "X" })).rejects.toMatchObject(refusal("FORBIDDEN"));
  });

  test("an active administrator remains, also when two put each other out at once", async () => {
    const { change, remove, invite, record } = await office();
    await expect(change(admin, admin, { role: "agent" })).rejects.toMatchObject(refusal("LAST_ADMIN"));
    const second = await invite(admin, { role: "admin", queueIds: [] });
    const outcomes = await Promise.allSettled([
      change(admin, second.id, { active: false }),
      change(second.id, admin, { active: false }),
    ]);
    expect(outcomes.map((it) => it.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const left = (await Promise.all([record(admin), record(second.id)])).filter((it) => it.active);
    expect(left).toHaveLength(1);
    const [last] = left;
    if (last === undefined) throw new Error("nobody is left");
    await expect(change(last.id, last.id, { active: false })).rejects.toMatchObject(refusal("FORBIDDEN"));
    await expect(remove(last.id, last.id)).rejects.toMatchObject(refusal("FORBIDDEN"));
  });
});

describe("putting out", () => {
  test("who is deactivated has no session of before, in record, listing and account", async () => {
    const { change, record, store, told, clock } = await office();
    await change(supervisor, ana, { active: false });
    await expect(record(ana)).resolves.toMatchObject({ active: false, sessionsValidAfter: clock.now() });
    await expect(store.get(AgentListingItem, keys.agentListing(ana))).resolves.toMatchObject({
      active: false,
      sessionsValidAfter: clock.now(),
    });
    expect(told).toEqual([
      ["setEnabled", ana, false],
      ["signOutEverywhere", ana],
    ]);
    await change(supervisor, ana, { active: true });
    expect(told.at(-1)).toEqual(["setEnabled", ana, true]);
  });

  test("new access hours that are over by now end the sessions; others do not", async () => {
    const { change, record, clock } = await office();
    const hours = (from: string, to: string) => ({
      ...{ timeZone: "UTC", special: [] },
      weekly: { monday: [{ from, to }] },
    });
    await change(admin, ana, { accessHours: hours("10:00", "18:00") });
    await expect(record(ana)).resolves.toMatchObject({ sessionsValidAfter: noon });
    await change(admin, ana, { accessHours: hours("08:00", "10:00") });
    await expect(record(ana)).resolves.toMatchObject({ sessionsValidAfter: clock.now() });
  });

  test("a password given by a manager, and a sign-out, end sessions and are told to the audit", async () => {
    const { deps, record, told, audits, pass, clock } = await office();
    const asked = { actor: await record(supervisor), agentId: ana };
    await setAgentPassword(deps, { ...asked, temporaryPassword: "Secret1x" });
    expect(told[0]).toEqual(["setPassword", ana, "agente1@loja.example", "Secret1x"]);
    pass(1);
    await signAgentOut(deps, asked);
    await expect(record(ana)).resolves.toMatchObject({ sessionsValidAfter: clock.now(), version: 3 });
    expect(audits()).toEqual([`password-set ${ana}`, `signed-out ${ana}`]);
    const weak = setAgentPassword(deps, { ...asked, temporaryPassword: "weak" });
    await expect(weak).rejects.toMatchObject(refusal("PASSWORD_REFUSED"));
    const boss = { actor: await record(supervisor), agentId: admin };
    await expect(signAgentOut(deps, boss)).rejects.toMatchObject(refusal("NOT_FOUND"));
  });

  test("a password that nobody gives is made up and sent, and each is another that the policy allows", async () => {
    const { deps, record, told, audits, pass, clock } = await office();
    const asked = { actor: await record(supervisor), agentId: ana };
    await setAgentPassword(deps, asked);
    await expect(record(ana)).resolves.toMatchObject({ sessionsValidAfter: clock.now() });
    pass(1);
    await setAgentPassword(deps, asked);
    expect(audits()).toEqual([`password-set ${ana}`, `password-set ${ana}`]);
    expect(told.map(([name]) => name)).toEqual([
      ...["sendPassword", "signOutEverywhere"],
      ...["sendPassword", "signOutEverywhere"],
    ]);
    const sent = told.filter(([name]) => name === "sendPassword");
    const passwords = sent.map(([, , email, password]) => {
      expect(email).toBe("agente1@loja.example");
      return Password.parse(password);
    });
    expect(new Set(passwords).size).toBe(2);
    expect(JSON.stringify(deps.store.dump())).not.toContain(passwords[0]);
  });

  test("who is removed leaves a name; e-mail and account are free; asking again completes it", async () => {
    const { remove, store, told, invite, audits } = await office();
    await remove(supervisor, ana);
    await expect(store.get(AgentItem, keys.agent(ana))).resolves.toBeUndefined();
    await expect(store.get(FormerAgentItem, keys.formerAgent(ana))).resolves.toMatchObject({
      name: "Agente 1",
    });
    expect(told).toEqual([["remove", ana]]);
    expect(audits()).toEqual([`removed ${ana}`]);
    await remove(admin, ana);
    expect(told).toHaveLength(2);
    await expect(remove(supervisor, ana)).rejects.toMatchObject(refusal("NOT_FOUND"));
    await expect(invite(admin, { email: "agente1@loja.example" })).resolves.toMatchObject({ version: 1 });
  });
});
