import { describe, expect, it } from "vitest";
import { fakeTabs, fakeTime, settle } from "./fakes.ts";
import { type Happening, happeningOf } from "../../../web/desk/lib/notify/happening.ts";
import { createNotifier, type NotifyMessage } from "../../../web/desk/lib/notify/notifier.ts";
import type { AgentId, TicketId } from "../../../shared/contracts/ids.ts";
import type { Elect } from "../../../web/desk/lib/sockets/shared.ts";
import type { ServerMessage } from "../../../shared/contracts/socket-messages.ts";

const ticketId = "tkt_1" as TicketId;
const message: Happening = { kind: "message", ticketId, name: "Lia" };
const ticket: Happening = { kind: "ticket", ticketId, name: "Lia" };

/** The first who asks leads until it goes; then the next. */
const fakeElection = (): Elect => {
  const line: (() => () => void)[] = [];
  return (lead, signal) => {
    line.push(lead);
    let stop = line.length === 1 ? lead() : undefined;
    signal.addEventListener("abort", () => {
      const led = line[0] === lead;
      line.splice(line.indexOf(lead), 1);
      stop?.();
      stop = undefined;
      if (led) line[0]?.();
    });
  };
};

/** Tabs of one browser; the last one opened is the one that was clicked in first. */
function browser(views: readonly { readonly focused: boolean; readonly ticketId: TicketId | null }[]) {
  const time = fakeTime();
  const tabs = fakeTabs<NotifyMessage>();
  const electDecider = fakeElection();
  const electSounder = fakeElection();
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const notifiers = views.map((view, index) =>
    createNotifier(
      {
        channel: tabs.open(),
        after: time.after,
        newId: () => `ask-${index}-${told.length}`,
        electDecider,
        electSounder: (lead, signal) => waiting.push(() => electSounder(lead, signal)),
        view: () => view,
      },
      {
        sound: (kind) => told.push(`sound ${kind} in ${index}`),
        show: ({ name }) => told.push(`show ${name}`),
      },
    ),
  );
  for (const touch of waiting.reverse()) touch();
  return {
    told,
    notifiers,
    async happens(happening: Happening) {
      for (const it of notifiers) it.take(happening);
      // Tabs answer before any time passes.
      await settle();
      await time.pass(200);
    },
    pass: time.pass,
  };
}

const away = { focused: false, ticketId } as const;
const elsewhere = { focused: true, ticketId: null } as const;
const looking = { focused: true, ticketId } as const;

describe("alerts", () => {
  it.each([
    ["nobody looks: heard and shown once", [away, away, away], message, ["show Lia", "sound message in 2"]],
    ["another ticket is before the eyes: heard", [away, elsewhere], message, ["sound message in 1"]],
    ["the ticket is before the eyes: nothing", [away, looking, away], message, []],
    ["a new ticket is heard in any case", [looking, away], ticket, ["sound ticket in 1"]],
  ])("%s", async (_, views, happening, expected) => {
    const { happens, told } = browser(views);
    await happens(happening);
    expect(told.toSorted()).toEqual(expected);
  });

  it("close together are one sound; another tab goes on when one is closed", async () => {
    const { happens, told, notifiers, pass } = browser([elsewhere, away]);
    await happens(message);
    await happens(message);
    expect(told).toEqual(["sound message in 1"]);
    notifiers[1]?.close();
    await pass(2_000);
    await happens(message);
    expect(told).toEqual(["sound message in 1", "sound message in 0"]);
  });

  it("are not made of what the person did, of other people's tickets, nor of what the business wrote", () => {
    const me = "agt_me" as AgentId;
    const manual = "chn_manual";
    const head = { id: ticketId, phase: "open", agentId: me, contactName: "Lia" };
    const by = (agentId: string) => [{ type: "assigned", by: { kind: "agent", agentId } }];
    const entered = { type: "ticket", list: "open", change: "entered", ticketId, head };
    const said = { type: "entry", ticketId, head };
    const of = (it: object) =>
      happeningOf(it as ServerMessage, me, ({ channelId }) => channelId === manual)?.kind;
    expect(of({ ...entered, entries: by("agt_other") })).toBe("ticket");
    expect(of({ ...entered, entries: by("agt_me") })).toBeUndefined();
    expect(of({ ...entered, head: { ...head, agentId: "agt_other" }, entries: [] })).toBeUndefined();
    const waits = { ...entered, list: "waiting", entries: [], head: { phase: "waiting", channelId: manual } };
    expect(of(waits)).toBe("waiting");
    expect(of({ ...waits, change: "left" })).toBeUndefined();
    expect(of({ ...waits, head: { phase: "waiting" } })).toBeUndefined();
    expect(of({ ...said, entry: { type: "message", direction: "in" } })).toBe("message");
    expect(of({ ...said, entry: { type: "message", direction: "out" } })).toBeUndefined();
  });
});
