import type { AgentId } from "../../../shared/contracts/ids.ts";
import type { OpenTicket, Ticket } from "../../../shared/contracts/tickets.ts";
import { attend, type Begun, type Hand, refusal } from "./attend.ts";
import { type Act, dutiesOf } from "./duties.ts";
import type { Floor } from "./floor.ts";
import { sendAllOn, type Supervisor } from "./supervisor.ts";
import { openScreen, type Screen } from "./screen.ts";
import { openSession, type Session } from "./session.ts";
import { agentsOf, queuesOf, wholesaleQueue, type Worker } from "./shop.ts";
import type { DaySize } from "./stories.ts";

/** An agent of the day. */
export interface AgentAtWork {
  readonly worker: Worker;
  readonly id: AgentId;
  readonly isThere: boolean;
  /** Their part of this minute: what the day has in store for them, then their tickets. */
  work(minute: number): Promise<void>;
  /** Signs in again, and looks whether the screen shows what the lists say. Gives how many tickets it had wrong. */
  lookUp(): Promise<number>;
  /** Goes offline and leaves. */
  leave(): Promise<void>;
}

/** The gateway lets a socket be silent for ten minutes and open for two hours. */
const pingEvery = 6;
const reconnectEvery = 100;
/** Half of those who may take look at the line at a time, by turns of so many minutes: two of eight agents race, not all. */
const takersTurn = 2;
/** How many tickets of the line that nobody routes an agent takes at once, while they hold fewer than this. */
const takesAtOnce = 2;
const comfortable = 8;

/** Signs everybody in. Nobody is online before their day begins. */
export async function hireAgents(
  floor: Floor,
  boss: Supervisor,
  size: DaySize,
): Promise<readonly AgentAtWork[]> {
  const begun: Begun = { sentOn: new Set(), resumed: new Set() };
  const crew: Member[] = [];
  for (const [index, worker] of agentsOf(size.agents).entries()) {
    const id = floor.names.agentIds.get(worker.email);
    if (id === undefined) throw new Error(`${worker.name} is not on the desk`);
    const session = await openSession(floor.api, worker);
    crew.push(member({ floor, boss, begun, crew, index, worker, id, session, size }));
  }
  return crew;
}

interface Member extends AgentAtWork {
  serves(ticket: OpenTicket): boolean;
}

interface Parts {
  readonly floor: Floor;
  readonly boss: Supervisor;
  readonly begun: Begun;
  readonly crew: readonly Member[];
  readonly index: number;
  readonly worker: Worker;
  readonly id: AgentId;
  readonly session: Session;
  readonly size: DaySize;
}

function member(parts: Parts): Member {
  const { floor, boss, begun, crew, index, worker, id, session, size } = parts;
  const { channelIds, queueIds, reasonIds } = floor.names;
  const screen: Screen = openScreen(session, id);
  const duties = [...dutiesOf(index, size)];
  const own = queuesOf(index).map((name) => queueIds[name]);
  const takes = own.includes(queueIds[wholesaleQueue]);
  let isThere = false;
  let isConnected = false;
  let heardAt = 0;
  let connectedAt = 0;
  let messages = 0;

  const hand: Hand = {
    ...{ id, session },
    colleague: (ticket) => {
      const around = crew.filter((other) => other.isThere && other.id !== id && other.serves(ticket));
      return around[ticket.version % around.length]?.id;
    },
    nextMessageId: () => `day-${index}-${(messages += 1).toString().padStart(6, "0")}`,
  };

  async function online(): Promise<void> {
    for (const channelId of channelIds)
      await session.call("setPresence", { params: { channelId }, body: { status: "online" } });
    isThere = true;
  }

  async function pause(reasonId: (typeof reasonIds)["lunch"]): Promise<void> {
    const [channelId] = channelIds;
    if (channelId === undefined) throw new Error("the shop has no number");
    const body = { status: "paused", reasonId } as const;
    const { items } = await session.call("setPresence", { params: { channelId }, body });
    if (items.length !== channelIds.length || items.some(({ status }) => status !== "paused"))
      floor.journal.problem(`${worker.name} pauses, and is not paused on both numbers`);
    isThere = false;
  }

  async function connect(minute: number): Promise<void> {
    await screen.connect();
    [isConnected, heardAt, connectedAt] = [true, minute, minute];
  }

  const acts: Readonly<Record<Act, (minute: number) => Promise<void>>> = {
    async arrive(minute) {
      await connect(minute);
      await online();
    },
    coffee: () => pause(reasonIds.coffee),
    async lunch() {
      await pause(reasonIds.lunch);
      await sendAllOn(floor, session, screen.mine());
    },
    async return() {
      await online();
      await screen.refresh();
    },
    async vanish() {
      screen.cut();
      [isThere, isConnected] = [false, false];
    },
    async reconnect(minute) {
      const { items } = await session.call("myPresence", {});
      for (const { status } of items)
        if (status !== "offline")
          floor.journal.problem(`${worker.name} lost the connection, and is ${status}`);
      await connect(minute);
      await online();
    },
    async home() {
      await pause(reasonIds.coffee);
      await boss.sendAllOn(id);
      await session.call("signOut", {});
      await screen.close();
      isConnected = false;
    },
  };

  async function takeSome(): Promise<void> {
    if (screen.mine().length >= comfortable) return;
    const line = screen.waiting().filter(({ queueId }) => queueId === queueIds[wholesaleQueue]);
    for (const ticket of line.slice(0, takesAtOnce)) {
      const params = { ticketId: ticket.id };
      const refused = await refusal(session.call("takeTicket", { params, body: {} }));
      if (refused === undefined) floor.journal.did("taken");
      else tooLate(ticket);
    }
  }

  function tooLate(ticket: Ticket): void {
    floor.journal.tooLate();
    screen.forget(ticket);
  }

  return {
    ...{ worker, id },
    get isThere() {
      return isThere;
    },
    serves: ({ queueId }) => own.includes(queueId),
    async work(minute) {
      for (let next = duties[0]; next !== undefined && next.at <= minute; next = duties[0]) {
        duties.shift();
        await acts[next.act](minute);
      }
      if (isConnected && minute - connectedAt >= reconnectEvery) await connect(minute);
      else if (isConnected && minute - heardAt >= pingEvery) {
        screen.ping();
        heardAt = minute;
      }
      if (!isThere) return;
      for (const ticket of screen.mine()) {
        if (!(await attend(floor, hand, begun, ticket))) tooLate(ticket);
      }
      if (takes && Math.floor(minute / takersTurn) % 2 === (index / 2) % 2) await takeSome();
    },
    async lookUp() {
      if (!isConnected) return 0;
      await session.renew();
      return screen.refresh();
    },
    async leave() {
      if (isThere)
        for (const channelId of channelIds)
          await session.call("setPresence", { params: { channelId }, body: { status: "offline" } });
      isThere = false;
      await screen.close();
    },
  };
}
