import { type ActionName, offered } from "../../../web/desk/features/workspace/may.ts";
import {
  agentsNow,
  type Destination,
  termsOf,
} from "../../../web/desk/features/workspace/dialogs/destination.ts";
import type { AgentId, ChannelId, QueueId, SectorId } from "../../../shared/contracts/ids.ts";
import {
  changeOf,
  draftOf,
  editsOf,
  problemsOf,
  withEdits,
} from "../../../web/desk/features/workspace/panel/contact-draft.ts";
import type { Contact, ContactField } from "../../../shared/contracts/contacts.ts";
import { describe, expect, it } from "vitest";
import { ApiError } from "../../../web/desk/lib/api/error.ts";
import type { Directory } from "../../../web/desk/lib/directory/directory.ts";
import type { Me } from "../../../web/desk/lib/session/session.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";

const [ana, bia] = ["agt_ana", "agt_bia"] as [AgentId, AgentId];
const [sales, other] = ["que_sales", "que_other"] as [QueueId, QueueId];
const sectorId = "sec_shop" as SectorId;
const channelId = "chn_main" as ChannelId;

const known = {
  channels: [{ id: channelId, bot: true }],
  queues: [{ id: sales, sectorId, channelIds: [channelId] }],
  tags: [{ id: "tag_one", sectorId }],
} as unknown as Directory;

const me = (role: Me["agent"]["role"], more: object = {}): Me =>
  ({
    agent: {
      ...{ id: ana, role, sectorIds: role === "agent" ? [] : [sectorId], queueIds: [sales] },
      permissions: { dropPotentials: false, viewContacts: false, outreach: false, seeQueueHistory: false },
      ...more,
    },
  }) as unknown as Me;

const ticket = (phase: Ticket["phase"], more: object = {}): Ticket =>
  ({
    ...{ phase, channelId, sectorId, queueId: sales, agentId: ana, unread: 0, returnedFrom: null },
    ...more,
  }) as unknown as Ticket;

describe("what is offered to do with a ticket", () => {
  const mine: readonly ActionName[] = ["markUnread", "snooze", "transfer", "tags", "bot", "close"];
  it.each<[string, Me, Ticket, readonly ActionName[]]>([
    ["an agent's own", me("agent"), ticket("open"), mine],
    [
      "an agent's own, unanswered",
      me("agent"),
      ticket("open", { unread: 2 }),
      ["markRead", ...mine.slice(1)],
    ],
    ["a colleague's", me("agent"), ticket("open", { agentId: bia }), []],
    [
      "a colleague's, for a supervisor",
      me("supervisor"),
      ticket("open", { agentId: bia }),
      ["takeOver", "transfer", "tags", "bot", "close"],
    ],
    ["one that waits in a queue of theirs", me("agent"), ticket("waiting"), ["take", "transfer"]],
    ["one that waits elsewhere", me("agent"), ticket("waiting", { queueId: other }), []],
    ["one that they put away", me("agent"), ticket("snoozed"), ["wake", "snooze", "bot", "close"]],
    ["a potential", me("agent"), ticket("bot"), []],
    [
      "a potential, with the permission",
      me("agent", { permissions: { dropPotentials: true } }),
      ticket("bot"),
      ["drop"],
    ],
    [
      "one that was handed back from their queue, with the permission",
      me("agent", { permissions: { dropPotentials: true } }),
      ticket("bot", { returnedFrom: { sectorId, queueId: sales, agentId: bia } }),
      ["drop"],
    ],
    [
      "one that was handed back from another sector",
      me("supervisor", { sectorIds: ["sec_other"] }),
      ticket("bot", { returnedFrom: { sectorId, queueId: sales, agentId: bia } }),
      [],
    ],
    ["one that is closed", me("admin"), ticket("closed"), []],
    ["any, for who only reads", me("viewer"), ticket("open"), []],
  ])("%s", (_, person, head, names) => {
    expect(offered(head, person, known)).toEqual(names);
  });

  it("has no bot where the channel has none, and no tags where the sector has none", () => {
    const bare = { ...known, channels: [], tags: [] };
    expect(offered(ticket("open"), me("agent"), bare)).toEqual(["markUnread", "snooze", "transfer", "close"]);
  });
});

const agent = (agentId: AgentId, status: "online" | "paused" | null, load: number) => ({
  ...{ agentId, load, limit: 3 },
  channels: status === null ? [] : [{ channelId, status }],
});
const to = (status: "online" | "paused" | "offline", load: number): Destination => ({
  ...{ to: { kind: "agent", agentId: bia, queueId: sales }, name: "Bia", sectorId },
  agent: { agentId: bia, name: "Bia", status, load, limit: 3 },
});

describe("where a ticket is sent", () => {
  it("shows who could take it first, then by load", () => {
    const [off, full, busy, free] = ["agt_1", "agt_2", "agt_3", "agt_4"] as AgentId[];
    const agents = [
      agent(off as AgentId, null, 0),
      agent(full as AgentId, "online", 3),
      agent(busy as AgentId, "online", 2),
      agent(free as AgentId, "online", 0),
    ];
    expect(agentsNow(agents, [channelId], String).map(({ agentId }) => agentId)).toEqual([
      free,
      busy,
      full,
      off,
    ]);
  });

  it.each([
    ["somebody with room", to("online", 1), false, {}, { confirm: null, room: null }],
    ["somebody on a pause", to("paused", 1), false, {}, { confirm: "paused", room: null }],
    ["somebody full", to("online", 3), false, {}, { confirm: null, room: "refused" }],
    ["somebody full, by a supervisor", to("offline", 3), true, {}, { confirm: "offline", room: "force" }],
    ["too many at once", to("online", 2), false, { count: 2 }, { confirm: null, room: "refused" }],
    [
      "somebody who left meanwhile",
      to("online", 1),
      false,
      { error: new ApiError("AGENT_NOT_AVAILABLE", 409, { reason: "offline" }) },
      { confirm: "offline", room: null },
    ],
    [
      "an empty queue",
      { ...to("online", 0), agent: null },
      false,
      { error: new ApiError("QUEUE_UNATTENDED", 409) },
      { confirm: "unattended", room: null },
    ],
  ])("needs of the sender, for %s", (_, destination, mayForce, tried, terms) => {
    expect(termsOf(destination, mayForce, tried)).toEqual(terms);
  });
});

describe("editing a contact", () => {
  const fields: readonly ContactField[] = [
    { key: "city", label: "Cidade", type: "text" },
    { key: "points", label: "Pontos", type: "number" },
    { key: "vip", label: "VIP", type: "boolean" },
    { key: "born", label: "Nascimento", type: "date" },
  ];
  const contact = {
    ...{ name: "Lia", linkedAgentId: null, fields: { city: "Poços", points: 1.5, gone: "x" } },
  } as unknown as Contact;
  const draft = draftOf(contact, fields);

  it("says what was changed and nothing else", () => {
    expect(changeOf(contact, fields, draft)).toBeNull();
    const edited = { ...draft, fields: { ...draft.fields, city: " ", points: "2,5", vip: "false" } };
    expect(changeOf(contact, fields, edited)).toEqual({ fields: { city: null, points: 2.5, vip: false } });
    expect(changeOf(contact, fields, { ...draft, name: " Lia G. " })).toEqual({ name: "Lia G." });
  });

  it("is taken up again where it was left, upon what the record has become", () => {
    expect(editsOf(contact, fields, draft)).toBeNull();
    const edits = editsOf(contact, fields, { ...draft, fields: { ...draft.fields, points: "muitos" } });
    const changed = { ...contact, name: "Lia G.", fields: { ...contact.fields, city: "Ouro Fino" } };
    expect(withEdits(draftOf(changed, fields), edits ?? {})).toEqual({
      ...draftOf(changed, fields),
      fields: { city: "Ouro Fino", points: "muitos", vip: "", born: "" },
    });
  });

  it("finds what a field cannot have", () => {
    const edited = { ...draft, name: "", fields: { ...draft.fields, points: "muitos", born: "2026-02-30" } };
    expect(problemsOf(contact, fields, edited)).toEqual(["name", "points", "born"]);
  });
});
