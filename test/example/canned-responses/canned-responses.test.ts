import { beforeEach, describe, expect, it } from "vitest";
import { createConfigHandler } from "../../../functions/api/config-handler.ts";
import { sendMessage } from "../../../shared/actions/tickets/send-message.ts";
import { AuditItem, SectorItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { update } from "../../../shared/ports/store.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { openTickets, route, write } from "../../support/conversation.ts";
import { queueId, sectorId } from "../../support/ids.ts";
import { claims, context, restEvent } from "../functions/fixtures.ts";
import { addSector, join } from "../organisation/support.ts";

type More = {
  readonly body?: unknown;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly key?: string;
};

let desk: Desk;
let people: Readonly<Record<"admin" | "supervisor" | "stranger" | "agent" | "colleague" | "viewer", Agent>>;
let ask: (as: keyof typeof people, method: string, resource: string, more?: More) => Promise<Answer>;
interface Answer {
  readonly status: number;
  readonly json: never;
}

beforeEach(async () => {
  desk = await openDesk();
  const other = await addSector(desk);
  people = {
    admin: await join(desk, "A", { role: "admin" }),
    supervisor: await join(desk, "B", { role: "supervisor", sectorIds: [sectorId] }),
    stranger: await join(desk, "C", { role: "supervisor", sectorIds: [other.sector.id] }),
    agent: await join(desk, "1", { name: "Renata Alves", queueIds: [queueId] }),
    colleague: await join(desk, "2", { name: "Caio", queueIds: [queueId] }),
    viewer: await join(desk, "D", { role: "viewer", sectorIds: [sectorId] }),
  };
  const handler = createConfigHandler(desk);
  ask = async (as, method, resource, more = {}) => {
    const response = await handler(
      restEvent(method, resource, {
        claims: claims({ username: people[as].id }),
        ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
        ...(more.params === undefined ? {} : { params: more.params }),
        ...(more.query === undefined ? {} : { query: more.query }),
        ...(more.key === undefined ? {} : { headers: { "idempotency-key": more.key } }),
      }),
      context,
    );
    const json = (response.body === "" ? undefined : JSON.parse(response.body)) as never;
    return { status: response.statusCode, json };
  };
});

const all = "/canned-responses";
const one = "/canned-responses/{cannedResponseId}";
const decision = `${one}/decision`;

const create = async (as: keyof typeof people, body: object, key?: string): Promise<Answer> =>
  ask(as, "POST", all, { body: { text: "Olá!", ...body }, ...(key === undefined ? {} : { key }) });
const idOf = ({ json }: Answer): string => (json as { readonly id: string }).id;
const on = (answer: Answer): { readonly params: { readonly cannedResponseId: string } } => ({
  params: { cannedResponseId: idOf(answer) },
});
const shortcutsOf = async (as: keyof typeof people, query: More["query"] = {}): Promise<string[]> => {
  const { json } = await ask(as, "GET", all, { query });
  return (json as { items: { shortcut: string }[] }).items.map(({ shortcut }) => shortcut);
};
const failure = (status: number, code: string, details: object = {}) => ({
  status,
  json: { error: { code, details } },
});

describe("creating", () => {
  it("is approved at once where the person decides, and a suggestion elsewhere", async () => {
    const states = await Promise.all([
      create("admin", { shortcut: "a" }),
      create("supervisor", { shortcut: "b", sectorId }),
      create("supervisor", { shortcut: "c" }),
      create("agent", { shortcut: "d", sectorId }),
      create("agent", { shortcut: "e" }),
    ]);
    expect(states.map(({ json }) => (json as { state: { kind: string } }).state.kind)).toEqual([
      "approved",
      "approved",
      "suggested",
      "suggested",
      "suggested",
    ]);
    expect(states[3]).toMatchObject({ status: 201, json: { suggestedBy: people.agent.id, version: 1 } });
    expect(states[0]).toMatchObject({ json: { suggestedBy: null } });
  });

  it("is not for viewers, nor for a sector that is not theirs, is going or never was", async () => {
    expect(await create("viewer", { shortcut: "a" })).toMatchObject(failure(403, "FORBIDDEN"));
    expect(await create("stranger", { shortcut: "a", sectorId })).toMatchObject(failure(404, "NOT_FOUND"));
    const none = sectorId.replace(/.$/, "9");
    expect(await create("admin", { shortcut: "a", sectorId: none })).toMatchObject(failure(404, "NOT_FOUND"));
    await desk.store.commit([
      update("sector", SectorItem, keys.sector(sectorId), {
        set: [[["removing"], { since: noon, by: people.admin.id, disposition: { kind: "none" } }]],
      }),
    ]);
    expect(await create("admin", { shortcut: "a", sectorId })).toMatchObject(failure(404, "NOT_FOUND"));
  });

  it("refuses variables that do not exist, naming them, and a shortcut in use in the same scope", async () => {
    expect(await create("admin", { shortcut: "a", text: "Oi $nome, $queue" })).toMatchObject(
      failure(400, "UNKNOWN_VARIABLE", { variables: ["$nome"] }),
    );
    await create("admin", { shortcut: "a" });
    expect(await create("agent", { shortcut: "a" })).toMatchObject(
      failure(409, "ALREADY_EXISTS", { shortcut: "a" }),
    );
    expect(await create("admin", { shortcut: "a", sectorId })).toMatchObject({ status: 201 });
    expect(await create("agent", { shortcut: "a", sectorId })).toMatchObject({ status: 409 });
  });

  it("answers the same under one idempotency key", async () => {
    const first = await create("agent", { shortcut: "a" }, "the-same-key");
    expect(await create("agent", { shortcut: "a" }, "the-same-key")).toEqual(first);
    expect(await create("agent", { shortcut: "b" }, "the-same-key")).toMatchObject(
      failure(409, "IDEMPOTENCY_MISMATCH"),
    );
  });
});

describe("of a message that was sent", () => {
  async function conversation(): Promise<TicketId> {
    await write(desk, "wamid.1", "oi");
    await route(desk);
    const [ticket] = await openTickets(desk);
    if (ticket?.phase !== "open") throw new Error("nobody took the ticket");
    const actor = { ...people.agent, id: ticket.agentId };
    await sendMessage(desk, {
      actor,
      ticketId: ticket.id,
      clientMessageId: "message-1",
      content: { type: "text", text: "Oi, Lia! Sou a Renata, fila Balcão." },
    });
    return ticket.id;
  }

  it("names become variables, and it says the same on that ticket", async () => {
    const ticketId = await conversation();
    const made = await ask("agent", "POST", all, {
      body: { shortcut: "oi", from: { ticketId, number: 5 }, sectorId },
    });
    expect(made).toMatchObject({
      status: 201,
      json: { text: "Oi, $contact.firstName! Sou a $agent.firstName, fila $queue." },
    });
    const params = { ticketId, cannedResponseId: idOf(made) };
    const rendering = `/tickets/{ticketId}${one}`;
    expect(await ask("agent", "GET", rendering, { params })).toMatchObject(failure(404, "NOT_FOUND"));
    await ask("supervisor", "POST", decision, { ...on(made), body: { decision: "approve" } });
    expect(await ask("agent", "GET", rendering, { params })).toEqual({
      status: 200,
      json: { text: "Oi, Lia! Sou a Renata, fila Balcão." },
    });
    expect(await ask("viewer", "GET", rendering, { params })).toMatchObject({ status: 200 });
    expect(await ask("stranger", "GET", rendering, { params })).toMatchObject(failure(404, "NOT_FOUND"));
  });

  it("needs a text to the contact that the person may see, and no other text beside it", async () => {
    const ticketId = await conversation();
    const from = (number: number) => ({ shortcut: "oi", from: { ticketId, number } });
    const tried = (as: keyof typeof people, body: object) => ask(as, "POST", all, { body });
    expect(await tried("agent", from(2))).toMatchObject(failure(400, "BAD_REQUEST"));
    expect(await tried("agent", from(3))).toMatchObject(failure(400, "BAD_REQUEST"));
    expect(await tried("agent", from(99))).toMatchObject(failure(404, "NOT_FOUND"));
    expect(await tried("stranger", from(5))).toMatchObject(failure(404, "NOT_FOUND"));
    expect(await tried("agent", { ...from(5), text: "Oi" })).toMatchObject(failure(400, "BAD_REQUEST"));
    expect(await tried("agent", { shortcut: "oi" })).toMatchObject(failure(400, "BAD_REQUEST"));
  });
});

describe("the list", () => {
  it("has what is approved for the person, and suggestions for who decides and who made them", async () => {
    await create("admin", { shortcut: "for-all" });
    await create("supervisor", { shortcut: "of-sector", sectorId });
    await create("agent", { shortcut: "idea", sectorId });
    await create("agent", { shortcut: "idea-for-all" });
    expect(await shortcutsOf("admin")).toEqual(["for-all", "of-sector", "idea", "idea-for-all"]);
    expect(await shortcutsOf("supervisor")).toEqual(["for-all", "of-sector", "idea"]);
    expect(await shortcutsOf("agent")).toEqual(["for-all", "of-sector", "idea", "idea-for-all"]);
    expect(await shortcutsOf("colleague")).toEqual(["for-all", "of-sector"]);
    expect(await shortcutsOf("viewer")).toEqual(["for-all", "of-sector"]);
    expect(await shortcutsOf("stranger")).toEqual(["for-all"]);
    expect(await shortcutsOf("agent", { state: ["suggested"] })).toEqual(["idea", "idea-for-all"]);
    expect(await shortcutsOf("stranger", { sectorId: [sectorId] })).toEqual([]);
  });

  it("comes in pages that leave nothing out", async () => {
    for (const name of ["a", "b", "c", "d", "e"])
      await create(name < "c" ? "agent" : "admin", { shortcut: name });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: More["query"] = { limit: ["2"], ...(cursor === null ? {} : { cursor: [cursor] }) };
      const { json } = await ask("colleague", "GET", all, { query });
      const page = json as { items: { shortcut: string }[]; cursor: string | null };
      seen.push(...page.items.map(({ shortcut }) => shortcut));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(["c", "d", "e"]);
  });
});

describe("a decision", () => {
  const reject = { decision: "reject", reason: "Muito informal" };

  it("is seen by who suggested it, and frees the shortcut when it is no", async () => {
    const made = await create("agent", { shortcut: "a", sectorId });
    expect(await ask("supervisor", "POST", decision, { ...on(made), body: reject })).toMatchObject({
      status: 200,
      json: { version: 2, state: { kind: "rejected", reason: "Muito informal", by: people.supervisor.id } },
    });
    expect(await shortcutsOf("agent", { state: ["rejected"] })).toEqual(["a"]);
    expect(await shortcutsOf("colleague", { state: ["rejected"] })).toEqual([]);
    expect(await create("colleague", { shortcut: "a", sectorId })).toMatchObject({ status: 201 });
  });

  it("is made once, by who manages the sector, and for all by administrators", async () => {
    const made = await create("agent", { shortcut: "a", sectorId });
    const approve = { ...on(made), body: { decision: "approve" } };
    expect(await ask("agent", "POST", decision, approve)).toMatchObject(failure(403, "FORBIDDEN"));
    expect(await ask("stranger", "POST", decision, approve)).toMatchObject(failure(404, "NOT_FOUND"));
    const stale = { ...on(made), body: { decision: "approve", expectedVersion: 7 } };
    expect(await ask("supervisor", "POST", decision, stale)).toMatchObject(failure(409, "VERSION_CONFLICT"));
    expect(await ask("supervisor", "POST", decision, approve)).toMatchObject({ status: 200 });
    expect(await ask("admin", "POST", decision, { ...on(made), body: reject })).toMatchObject(
      failure(409, "VERSION_CONFLICT", { current: { version: 2, state: { kind: "approved" } } }),
    );
    const forAll = await create("agent", { shortcut: "b" });
    const yes = { ...on(forAll), body: { decision: "approve" } };
    expect(await ask("supervisor", "POST", decision, yes)).toMatchObject(failure(404, "NOT_FOUND"));
    expect(await ask("admin", "POST", decision, yes)).toMatchObject({ status: 200 });
  });
});

describe("changing and removing", () => {
  it("changes text and shortcut; the old shortcut is free then", async () => {
    const made = await create("supervisor", { shortcut: "a", sectorId });
    await create("supervisor", { shortcut: "b", sectorId });
    const change = (body: object, as: keyof typeof people = "supervisor") =>
      ask(as, "PATCH", one, { ...on(made), body });
    expect(await change({ shortcut: "b" })).toMatchObject(failure(409, "ALREADY_EXISTS", { shortcut: "b" }));
    expect(await change({ text: "$x" })).toMatchObject(failure(400, "UNKNOWN_VARIABLE"));
    expect(await change({ shortcut: "c", text: "Tchau" })).toMatchObject({
      status: 200,
      json: { version: 2, shortcut: "c", text: "Tchau", state: { kind: "approved" } },
    });
    expect(await create("supervisor", { shortcut: "a", sectorId })).toMatchObject({ status: 201 });
    expect(await change({ text: "De novo", expectedVersion: 1 })).toMatchObject(
      failure(409, "VERSION_CONFLICT", { current: { version: 2, text: "Tchau" } }),
    );
    expect(await change({ text: "Meu" }, "stranger")).toMatchObject(failure(404, "NOT_FOUND"));
    const forAll = await create("admin", { shortcut: "all" });
    expect(await ask("supervisor", "PATCH", one, { ...on(forAll), body: { text: "x" } })).toMatchObject(
      failure(403, "FORBIDDEN"),
    );
  });

  it("leaves a rejected suggestion as it was judged", async () => {
    const made = await create("agent", { shortcut: "a", sectorId });
    const no = { decision: "reject", reason: "Não" };
    await ask("supervisor", "POST", decision, { ...on(made), body: no });
    expect(await ask("supervisor", "PATCH", one, { ...on(made), body: { text: "x" } })).toMatchObject(
      failure(409, "VERSION_CONFLICT", { current: { state: { kind: "rejected" } } }),
    );
  });

  it("lets agents withdraw their own suggestion only, and until it is approved", async () => {
    const mine = await create("agent", { shortcut: "a", sectorId });
    const approved = await create("agent", { shortcut: "b", sectorId });
    await ask("supervisor", "POST", decision, { ...on(approved), body: { decision: "approve" } });
    expect(await ask("colleague", "DELETE", one, on(mine))).toMatchObject(failure(404, "NOT_FOUND"));
    expect(await ask("agent", "DELETE", one, on(approved))).toMatchObject(failure(403, "FORBIDDEN"));
    expect(await ask("agent", "DELETE", one, on(mine))).toMatchObject({ status: 204 });
    expect(await ask("agent", "DELETE", one, on(mine))).toMatchObject(failure(404, "NOT_FOUND"));
    expect(await create("agent", { shortcut: "a", sectorId })).toMatchObject({ status: 201 });
    expect(await ask("supervisor", "DELETE", one, on(approved))).toMatchObject({ status: 204 });
  });

  it("is all in the audit", async () => {
    const made = await create("agent", { shortcut: "a", sectorId });
    await ask("supervisor", "PATCH", one, { ...on(made), body: { text: "Tchau" } });
    await ask("supervisor", "POST", decision, { ...on(made), body: { decision: "approve" } });
    await ask("supervisor", "DELETE", one, on(made));
    const { items } = await desk.store.query(AuditItem, {
      pk: partitions.audit(noon.slice(0, 7)),
      limit: 100,
    });
    const acts = items.filter(({ kind }) => kind === "canned-response");
    expect(acts.map(({ action, actorId }) => [action, actorId])).toEqual([
      ["created", people.agent.id],
      ["changed", people.supervisor.id],
      ["decided", people.supervisor.id],
      ["removed", people.supervisor.id],
    ]);
    expect(acts[1]).toMatchObject({ before: { text: "Olá!" }, after: { text: "Tchau" } });
  });
});
