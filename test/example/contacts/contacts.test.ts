import { describe, expect, test } from "vitest";
import { blockContact, changeContact } from "../../../shared/actions/contacts/change-contact.ts";
import { createContact } from "../../../shared/actions/contacts/create-contact.ts";
import { listContacts } from "../../../shared/actions/contacts/find-contacts.ts";
import { readContact } from "../../../shared/actions/contacts/contact.ts";
import { changeSettings } from "../../../shared/actions/organisation/settings.ts";
import {
  AgentItem,
  AgentListingItem,
  AuditItem,
  ContactItem,
} from "../../../shared/contracts/stored/shapes.ts";
import type { ContactField } from "../../../shared/contracts/contacts.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { put, remove, update } from "../../../shared/ports/store.ts";
import { openTickets, route, write } from "../../support/conversation.ts";
import { agentAt, supervisorOf } from "../../support/other-sector.ts";
import { agents } from "../../support/ids.ts";
import { admin, request } from "../organisation/support.ts";
import { type ContactDesk, add, allowed, openContactDesk } from "./support.ts";

const lia = "5511990000001";

const find = async (desk: ContactDesk, q: string): Promise<readonly string[]> =>
  (await listContacts(desk, { actor: admin, q, limit: 50 })).items.map(({ name }) => name);

describe("somebody who writes for the first time", () => {
  test("is a contact from then on, with name and phone, without an agent, fields or a block", async () => {
    const desk = await openContactDesk();
    await write(desk, "wamid.1", "oi", lia);
    const { items } = await listContacts(desk, { actor: admin, limit: 50 });
    expect(items).toMatchObject([
      { name: "Lia", phone: lia, userId: null, linkedAgentId: null, fields: {}, blocked: null, version: 1 },
    ]);
  });
});

describe("a search", () => {
  test("finds names that begin so, whatever their case and accents, and lists them in order", async () => {
    const desk = await openContactDesk();
    await add(desk, "Zélia", { phone: "5511990000011" });
    await add(desk, "JOÃO da Silva", { phone: "5511990000012" });
    await add(desk, "Joana", { phone: "5511990000013" });
    expect(await find(desk, "joa")).toEqual(["Joana", "JOÃO da Silva"]);
    expect(await find(desk, "joão D")).toEqual(["JOÃO da Silva"]);
    expect(await find(desk, "zelia")).toEqual(["Zélia"]);
    expect(await find(desk, "")).toEqual(["Joana", "JOÃO da Silva", "Zélia"]);
    expect(await find(desk, "silva")).toEqual([]);
  });

  test.each([
    "+55 11 98888-0001",
    "5511988880001",
    "(11) 98888-0001",
    "011 98888-0001",
    "0055 11 98888 0001",
    "11 8888-0001",
  ])("finds the one with this phone: %s", async (typed) => {
    const desk = await openContactDesk();
    await add(desk, "Rui", { phone: "5511988880001" });
    await add(desk, "Bia", { phone: "5511988880002" });
    expect(await find(desk, typed)).toEqual(["Rui"]);
  });

  test("finds a name of digits where they are nobody's phone", async () => {
    const desk = await openContactDesk();
    await add(desk, "12345 Ltda", { phone: "5511988880001" });
    expect(await find(desk, "12345")).toEqual(["12345 Ltda"]);
  });

  test("is not for agents without the permission", async () => {
    const desk = await openContactDesk();
    const actor = allowed(desk.people[0], { viewContacts: false });
    await expect(listContacts(desk, { actor, limit: 50 })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a contact", () => {
  test("is added once: the same request again answers the first, and a phone in use names whose it is", async () => {
    const desk = await openContactDesk();
    const input = { actor: admin, name: "Rui", address: { phone: "551188880001" } };
    const first = await createContact(desk, request("chave", 1), input);
    expect(await createContact(desk, request("chave", 1), input)).toEqual(first);
    // The same mobile, with its ninth digit.
    await expect(add(desk, "Outro", { phone: "5511988880001" })).rejects.toMatchObject({
      code: "ALREADY_EXISTS",
      details: { contactId: first.id },
    });
  });

  test("who was added before they write is the one who then writes, under the name they were given", async () => {
    const desk = await openContactDesk();
    const { id } = await add(desk, "Dona Lia", { phone: lia });
    await write(desk, "wamid.1", "oi", lia);
    await route(desk);
    expect(await openTickets(desk)).toMatchObject([{ contactId: id, contactName: "Dona Lia" }]);
  });

  test("is for an agent without the permission only while they hold a ticket of theirs", async () => {
    const desk = await openContactDesk();
    await write(desk, "wamid.1", "oi", lia);
    await route(desk);
    const [ticket] = await openTickets(desk);
    if (ticket?.phase !== "open") throw new Error("nobody attends her");
    const { contactId, agentId } = ticket;
    const holder = allowed(
      desk.people.find(({ id }) => id === agentId),
      { viewContacts: false },
    );
    const other = allowed(
      desk.people.find(({ id }) => id !== agentId),
      { viewContacts: false },
    );
    await expect(readContact(desk, { actor: holder, contactId })).resolves.toMatchObject({ id: contactId });
    await expect(readContact(desk, { actor: other, contactId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("changes on record, which does not tell where they are reached", async () => {
    const desk = await openContactDesk();
    const { id: contactId } = await add(desk, "Rui", { phone: lia });
    const changed = await changeContact(desk, { actor: admin, contactId, name: "Rui Reis" });
    expect(changed).toMatchObject({ name: "Rui Reis", version: 2 });
    expect(await find(desk, "rui r")).toEqual(["Rui Reis"]);
    const { items } = await desk.store.query(AuditItem, {
      ...{ pk: partitions.audit("2026-11"), limit: 10 },
    });
    expect(items.map(({ kind, action, resourceId }) => [kind, action, resourceId])).toEqual([
      ["contact", "created", contactId],
      ["contact", "changed", contactId],
    ]);
    expect(JSON.stringify(items)).not.toContain(lia);
  });

  test("that somebody else changed meanwhile is refused with the contact as it is", async () => {
    const desk = await openContactDesk();
    const { id: contactId } = await add(desk, "Rui", { phone: lia });
    await changeContact(desk, { actor: admin, contactId, name: "Rui Reis" });
    const late = changeContact(desk, { actor: admin, contactId, name: "Ruy", expectedVersion: 1 });
    await expect(late).rejects.toMatchObject({
      code: "VERSION_CONFLICT",
      details: { current: { name: "Rui Reis", version: 2 } },
    });
  });
});

describe("a change of a contact", () => {
  test("that meets their message from a new address is made on what came of that", async () => {
    const desk = await openContactDesk();
    const { id: contactId } = await add(desk, "Rui", { userId: "BR.rui" });
    let isFirst = true;
    const store: ContactDesk["store"] = {
      ...desk.store,
      commit: async (changes) => {
        if (isFirst) {
          isFirst = false;
          const moved = { set: [[["phone"], lia]], add: [[["version"], 1]] } as const;
          await desk.store.commit([update("contact", ContactItem, keys.contact(contactId), moved)]);
        }
        await desk.store.commit(changes);
      },
    };
    const changed = await changeContact({ ...desk, store }, { actor: admin, contactId, name: "Rui Reis" });
    expect(changed).toMatchObject({ name: "Rui Reis", phone: lia, userId: "BR.rui", version: 3 });
  });
});

describe("a linked agent", () => {
  test("is an active one, said by a supervisor or administrator", async () => {
    const desk = await openContactDesk();
    const { id: contactId } = await add(desk, "Rui", { phone: lia });
    const [linkedAgentId] = agents;
    const link = (actor = admin) => changeContact(desk, { actor, contactId, linkedAgentId });
    await expect(link(agentAt(desk, 0))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await desk.store.commit([put("agent", AgentItem, { ...agentAt(desk, 0), active: false })]);
    await expect(link()).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { agentId: linkedAgentId },
    });
    await desk.store.commit([put("agent", AgentItem, agentAt(desk, 0))]);
    await expect(link(supervisorOf(desk))).resolves.toMatchObject({ linkedAgentId });
  });

  test("who is removed is the contact's agent no more", async () => {
    const desk = await openContactDesk();
    const { id: contactId } = await add(desk, "Rui", { phone: lia });
    await changeContact(desk, { actor: admin, contactId, linkedAgentId: agents[0] });
    await desk.store.commit([
      remove("agent", AgentItem, keys.agent(agents[0])),
      remove("listing", AgentListingItem, keys.agentListing(agents[0])),
    ]);
    await expect(readContact(desk, { actor: admin, contactId })).resolves.toMatchObject({
      linkedAgentId: null,
    });
    await write(desk, "wamid.1", "oi", lia);
    await expect(route(desk)).resolves.toEqual({ assigned: 1 });
  });
});

describe("fields", () => {
  const fields: readonly ContactField[] = [
    { key: "plano", label: "Plano", type: "choice", options: ["ouro", "prata"] },
    { key: "nascimento", label: "Nascimento", type: "date" },
    { key: "pontos", label: "Pontos", type: "number" },
  ];
  const setUp = async () => {
    const desk = await openContactDesk({ fields });
    const { id: contactId } = await add(desk, "Rui", { phone: lia });
    const set = (values: Parameters<typeof changeContact>[1]["fields"]) =>
      changeContact(desk, { actor: agentAt(desk, 0), contactId, fields: values });
    return { desk, contactId, set };
  };

  test("hold values of their type, each changed for itself; null takes one away", async () => {
    const { set } = await setUp();
    await expect(set({ plano: "ouro", pontos: 3 })).resolves.toMatchObject({
      fields: { plano: "ouro", pontos: 3 },
    });
    const after = await set({ nascimento: "1990-02-28", pontos: null });
    expect(after.fields).toEqual({ plano: "ouro", nascimento: "1990-02-28" });
  });

  test.each([
    ["an option that is none", "plano", "bronze"],
    ["a day that is none", "nascimento", "1990-02-30"],
    ["a text for a number", "pontos", "3"],
    ["one that nobody defined", "altura", 3],
  ])("refuse %s", async (_, field, value) => {
    const { set, desk, contactId } = await setUp();
    await expect(set({ plano: "ouro", [field]: value })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { field },
    });
    await expect(readContact(desk, { actor: admin, contactId })).resolves.toMatchObject({
      fields: {},
      version: 1,
    });
  });

  test("whose definition goes are not shown, and are back with it whatever changed meanwhile", async () => {
    const { desk, contactId, set } = await setUp();
    await set({ plano: "ouro", pontos: 3 });
    const define = async (contactFields: readonly ContactField[]) => {
      await changeSettings(desk, { actor: admin, contactFields: [...contactFields] });
      desk.pass(6);
      return (await readContact(desk, { actor: admin, contactId })).fields;
    };
    expect(await define(fields.slice(1))).toEqual({ pontos: 3 });
    expect(await define(fields)).toEqual({ plano: "ouro", pontos: 3 });
    await define(fields.slice(1));
    expect((await set({ pontos: 4 })).fields).toEqual({ pontos: 4 });
    await expect(blockContact(desk, { actor: admin, contactId, blocked: true })).resolves.toMatchObject({
      fields: { pontos: 4 },
    });
    expect(await define(fields)).toEqual({ plano: "ouro", pontos: 4 });
  });

  test("are not defined twice", async () => {
    const { desk } = await setUp();
    const twice = [...fields, ...fields.slice(2)];
    await expect(changeSettings(desk, { actor: admin, contactFields: twice })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      details: { field: "pontos" },
    });
  });
});

describe("who may block", () => {
  test("supervisors and administrators anybody, an agent only whom they attend", async () => {
    const desk = await openContactDesk();
    await write(desk, "wamid.1", "oi", lia);
    await route(desk);
    const [ticket] = await openTickets(desk);
    if (ticket?.phase !== "open") throw new Error("nobody attends her");
    const { contactId } = ticket;
    const block = (actor = admin, blocked = true) => blockContact(desk, { actor, contactId, blocked });
    const holder = desk.people.find(({ id }) => id === ticket.agentId);
    const other = desk.people.find(({ id }) => id !== ticket.agentId);
    await expect(block(other)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(block(holder)).resolves.toMatchObject({
      blocked: { since: desk.clock.now(), by: ticket.agentId },
    });
    // Blocking twice is blocking once.
    await expect(block(supervisorOf(desk))).resolves.toMatchObject({ version: 2 });
    await expect(block(supervisorOf(desk), false)).resolves.toMatchObject({ blocked: null, version: 3 });
  });
});
