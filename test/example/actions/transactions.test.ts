import { expect, it } from "vitest";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { recordChanges, withoutSessions } from "../../../shared/actions/sessions/end-sessions.ts";
import { releaseAgent } from "../../../shared/actions/routing/release-agent.ts";
import { sendEntry } from "../../../shared/actions/delivery/send-entry.ts";
import { sendMessage } from "../../../shared/actions/tickets/send-message.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Change } from "../../../shared/ports/store.ts";
import { keyText, prepare } from "../../../shared/store/prepare.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { openTickets, route, waiting, write } from "../../support/conversation.ts";
import { agents, tags } from "../../support/ids.ts";

/** What was committed under each name, transaction by transaction. */
type Committed = Map<string, (readonly Change[])[]>;

function personOf(desk: Desk, agentId: Agent["id"]): Agent {
  const found = desk.people.find(({ id }) => id === agentId);
  if (found === undefined) throw new Error("nobody of that id");
  return found;
}

/** Two customers, one after the other, on one desk: everything that becomes of a message. */
async function twoConversations(): Promise<readonly Committed[]> {
  const desk = await openDesk({ limit: 5 });
  let name = "";
  let customer: Committed = new Map();
  const commit: Desk["store"]["commit"] = async (changes) => {
    customer.set(name, [...(customer.get(name) ?? []), changes]);
    await desk.store.commit(changes);
  };
  const store = Object.assign(Object.create(desk.store) as Desk["store"], { commit });
  const watched: Desk = { ...desk, store };
  const all: Committed[] = [];
  for (const from of ["5511990000001", "5511990000002"]) {
    customer = new Map();
    all.push(customer);
    const does = async <Answer>(what: string, act: () => Promise<Answer>): Promise<Answer> => {
      desk.pass(1);
      name = what;
      return act();
    };
    await does("first message", () => write(watched, `wamid.1.${from}`, "oi", from));
    await does("next message", () => write(watched, `wamid.2.${from}`, "alguém?", from));
    await does("routed", () => route(watched));
    const [ticket] = await openTickets(desk);
    if (ticket?.phase !== "open") throw new Error("nobody attends");
    const ticketId = ticket.id;
    const actor = personOf(desk, ticket.agentId);
    await desk.store.commit(recordChanges(actor, withoutSessions(actor, desk.clock.now())));
    await does("released", () => releaseAgent(watched, actor.id));
    const [waits] = await waiting(desk);
    if (waits !== ticketId) throw new Error("the ticket did not go back");
    const taker = personOf(desk, agents[2]);
    await does("taken", () => takeTicket(watched, { actor: taker, ticketId }));
    const content = { type: "text", text: "já vai" } as const;
    const clientMessageId = `client-${from}` as never;
    const reply = await does("answered", () =>
      sendMessage(watched, { actor: taker, ticketId, clientMessageId, content }),
    );
    await does("sent", () => sendEntry(watched, { v: 1, ticketId, number: reply.number }));
    await does("closed", () => closeTicket(watched, { actor: taker, ticketId, tagIds: [tags[0]] }));
  }
  return all;
}

const kinds = (changes: readonly Change[]): string =>
  changes
    .map((change) => `${change.do} ${change.shape.kind}`)
    .toSorted()
    .join(", ");

it("a conversation writes the same kinds of items, whoever else is there", async () => {
  const [one, other] = await twoConversations();
  const listed = Object.fromEntries(
    [...(one ?? [])].map(([name, all]) => [name, [...new Set(all.map((it) => kinds(it)))]]),
  );
  expect(listed).toEqual({
    "first message": [
      [
        ...[
          "put address",
          "put contact",
          "put entry",
          "put entry",
          "put entry",
          "put head",
          "put open-ticket",
        ],
        ...["put place", "put protocol", "put provider-message"],
      ].join(", "),
    ],
    "next message": ["put entry, put head, put provider-message"],
    routed: ["delete place, put entry, put head, update seat"],
    released: ["put presence, update seat", "put entry, put head, put place, update seat"],
    taken: ["delete place, put entry, put head, update seat"],
    answered: ["put client-message, put entry, put head"],
    sent: ["update entry", "put provider-message"],
    closed: ["delete open-ticket, put entry, put head, put last-ticket, update seat"],
  });
  expect(new Set(other?.keys())).toEqual(new Set(one?.keys()));
});

it("transactions of two customers meet in an agent's seat, and in nothing else", async () => {
  const [one, other] = (await twoConversations()).map((committed) => {
    const touched = [...committed.values()].flat().flatMap((changes) => prepare(changes));
    return new Map(touched.map(({ key, change }) => [keyText(key), change.shape.kind]));
  });
  const shared = [...(one ?? [])].filter(([key]) => other?.has(key) === true).map(([, kind]) => kind);
  expect(new Set(shared)).toEqual(new Set(["seat"]));
});
