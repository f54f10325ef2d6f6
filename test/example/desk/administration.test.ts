import { describe, expect, it } from "vitest";
import { differences, nameIn } from "../../../web/desk/features/audit/diff.ts";
import { inserted, shortcutTyped } from "../../../web/desk/features/canned-responses/shortcut.ts";
import { phoneTyped, phoneWritten } from "../../../web/desk/features/agents/phone-typed.ts";
import { type Places, placesAs, withLimit, withQueue } from "../../../web/desk/features/agents/places.ts";
import { placeProblem } from "../../../web/desk/features/agents/person-errors.ts";
import type { AgentId, QueueId, SectorId } from "../../../shared/contracts/ids.ts";
import { Password } from "../../../shared/contracts/organisation.ts";
import { WebhookEvent } from "../../../shared/contracts/webhooks.ts";
import { eventWords } from "../../../web/desk/features/integrations/events.ts";
import { livesOf, queuesToAsk } from "../../../web/desk/features/agents/live.ts";
import { newPassword } from "../../../web/desk/features/agents/new-password.ts";

const [loja, vendas, encomendas] = ["sec_loja" as SectorId, "que_vendas" as QueueId, "que_enc" as QueueId];
const queues = [
  { id: vendas, sectorId: loja },
  { id: encomendas, sectorId: loja },
];

describe("people", () => {
  it.each([
    ["", null],
    ["(11) 98888-1234", "+5511988881234"],
    ["011 3000 0000", "+551130000000"],
    ["55 11 98888-1234", "+5511988881234"],
    ["+351 910 000 000", "+351910000000"],
    ["12345", "12345"],
    ["ramal 12", "ramal 12"],
  ])("the phone %o is %o", (typed, phone) => {
    expect(phoneTyped(typed)).toBe(phone);
    expect(phoneTyped(phoneWritten(phone))).toBe(phone);
  });

  it("passwords that are made up meet the policy, and are never the same", () => {
    const made = Array.from({ length: 200 }, newPassword);
    for (const password of made) expect(Password.safeParse(password).success).toBe(true);
    expect(new Set(made).size).toBe(made.length);
  });

  it("a load is a sector's and counts once, however many of its queues tell it", () => {
    const agentId = "agt_a" as AgentId;
    const told = {
      agentId,
      channels: [{ channelId: "chn_a", status: "paused" }],
      load: 3,
      limit: 5,
    } as never;
    const lives = livesOf(queues, new Map(queues.map(({ id }) => [id, [told]])));
    expect(lives.get(agentId)).toEqual({ status: "paused", load: 3 });
  });

  it("as few queues are asked as tell of everybody in each of their sectors", () => {
    const other = { id: "que_outra" as QueueId, sectorId: "sec_outro" as SectorId };
    const people = [
      { id: "agt_a" as AgentId, queueIds: [vendas, encomendas] },
      { id: "agt_b" as AgentId, queueIds: [encomendas, other.id] },
      { id: "agt_c" as AgentId, queueIds: [] },
    ];
    const asked = queuesToAsk(people, [...queues, other]).map(({ id }) => id);
    expect(asked.toSorted()).toEqual([encomendas, other.id]);
  });

  it("a role has only the places that it can have", () => {
    const places: Places = { sectorIds: [loja], queueIds: [vendas], limits: { [loja]: 3 } };
    expect(placesAs("viewer", places)).toEqual({ sectorIds: [loja], queueIds: [], limits: {} });
    expect(placesAs("agent", places)).toEqual({ ...places, sectorIds: [] });
    expect(placesAs("supervisor", places)).toEqual(places);
  });

  it.each([
    ["NOT_FOUND", { queueId: vendas }, { word: "gone", queueId: vendas }],
    ["FORBIDDEN", { sectorId: loja }, { word: "notYours", sectorId: loja }],
    ["BAD_REQUEST", { agentId: "agt_a", reason: "serves 40 queues already" }, { word: "many" }],
    ["BAD_REQUEST", { issues: [{ in: "body", path: "", message: "too many" }] }, { word: "many" }],
    ["BAD_REQUEST", { issues: [{ in: "body", path: "name", message: "short" }] }, null],
    ["NOT_FOUND", {}, null],
  ] as const)("%s with %o is about the places: %o", (code, details, problem) => {
    expect(placeProblem({ code, details })).toEqual(problem);
  });

  it("who serves no queue of a sector any more has no limit there", () => {
    const before: Places = { sectorIds: [], queueIds: [vendas, encomendas], limits: {} };
    const limited = withLimit(before, loja, 4);
    const one = withQueue(limited, vendas, false, queues);
    expect(one.limits).toEqual({ [loja]: 4 });
    expect(withQueue(one, encomendas, false, queues)).toEqual({ sectorIds: [], queueIds: [], limits: {} });
  });
});

describe("canned responses", () => {
  it.each([
    ["Endereço da Loja", "endereco-da-loja"],
    [" -Olá!", "ola-"],
    ["x".repeat(60), "x".repeat(40)],
  ])("the shortcut %o is %s", (typed, shortcut) => {
    expect(shortcutTyped(typed)).toBe(shortcut);
  });

  it("a variable is put in where the cursor is, apart from what follows", () => {
    expect(inserted("Oi, !", 4, 4, "$contact.name")).toEqual({ text: "Oi, $contact.name!", cursor: 17 });
    expect(inserted("Oi, tudo bem", 4, 4, "$contact.name")).toEqual({
      text: "Oi, $contact.name tudo bem",
      cursor: 18,
    });
  });
});

describe("integrations", () => {
  it("every event can be chosen", () => {
    expect(Object.keys(eventWords).sort()).toEqual([...WebhookEvent.options, "ping"].sort());
  });
});

describe("the audit", () => {
  it("tells what differs, member by member, and nothing else", () => {
    const before = {
      version: 1,
      name: "Ana",
      permissions: { outreach: false, viewContacts: true },
      limits: {},
    };
    const after = {
      ...before,
      version: 2,
      permissions: { outreach: true, viewContacts: true },
      limits: { a: 3 },
    };
    expect(differences(before, after)).toEqual([
      { path: ["permissions", "outreach"], before: false, after: true },
      { path: ["limits", "a"], before: undefined, after: 3 },
    ]);
    expect(differences(before, before)).toEqual([]);
  });

  it("tells all of what was created, and none of its bookkeeping", () => {
    const tag = { id: "tag_a", version: 1, name: "Troca", createdAt: "2026-11-23T12:00:00.000Z" };
    expect(differences(null, tag)).toEqual([{ path: ["name"], before: undefined, after: "Troca" }]);
    expect(nameIn(null, tag)).toBe("Troca");
    expect(nameIn(null, { shortcut: "ola" })).toBe("/ola");
  });
});
