import type { BotState, Content, Refused } from "../contracts/tickets.ts";
import type { MenuReception, Reception } from "../contracts/organisation.ts";
import { type Choosable, choiceOf, namesOf, rowTitle } from "./reception-menu.ts";
import { isOpen, nextOpening } from "./hours.ts";
import type { Counter } from "./reception-queues.ts";
import type { QueueId } from "../contracts/ids.ts";
import type { Time } from "../contracts/values.ts";
import { addSeconds } from "./time.ts";

type QueueState = BotState & { readonly kind: "queue" };
type MenuState = BotState & { readonly kind: "menu" };
/** A reception under way that may send somebody into a queue. */
export type Underway = QueueState | MenuState;

/** How often somebody is told that a line is full. */
const fullAgainSeconds = 3_600;

/** The reception as it is when a contact writes. */
export interface ReceptionNow {
  readonly reception: Reception;
  /** The queues it names, and the one the contact is on the way to, as far as they take contacts of the channel. */
  readonly counters: readonly Counter[];
  readonly now: Time;
}

/** What a contact wrote. */
export interface Heard {
  readonly content: Content;
  /** Whether it was written before the last words reached them: it answers none of those. */
  readonly crossed: boolean;
  /** Whether anything may be said to them: nothing may after the window. */
  readonly maySay: boolean;
}

/** What the reception does. `bot` is its state from then on; for `enter`, the state if the queue cannot take them. */
export type Step =
  | { readonly do: "nothing"; readonly bot: BotState }
  | {
      readonly do: "ask";
      readonly bot: MenuState;
      readonly text: string;
      readonly options: readonly Counter[];
    }
  | { readonly do: "enter"; readonly bot: Underway; readonly counter: Counter };

/** What a reception begins with, before anything was said. */
function firstState(reception: Reception): BotState {
  switch (reception.kind) {
    case "none":
    case "external":
      return { kind: reception.kind };
    case "queue":
      return { kind: "queue", queueId: reception.queueId, refused: null };
    case "menu":
      return { kind: "menu", options: [], tries: 0, refused: null };
  }
}

/** What becomes of somebody who writes for the first time: nothing that they wrote is an answer yet. */
export function welcome(it: ReceptionNow, maySay: boolean): Step {
  const bot = firstState(it.reception);
  if (bot.kind === "queue") return enterOrWait(it, bot);
  if (bot.kind !== "menu" || it.reception.kind !== "menu") return { do: "nothing", bot };
  return offer(it, it.reception, bot, maySay);
}

/** What becomes of somebody who is handed back to the reception: they are asked, also where there is one thing to choose only. */
export function welcomeBack(it: ReceptionNow, maySay: boolean): Step {
  const bot = firstState(it.reception);
  if (bot.kind !== "menu" || it.reception.kind !== "menu" || !maySay) return { do: "nothing", bot };
  return ask(it, it.reception, bot, it.reception.greeting);
}

/**
 * What the reception makes of what a contact writes who is with it. It is the channel's reception as it is now that counts: where
 * it became another, that one goes on. Somebody with nobody (`none`) stays so until a person acts.
 */
export function hear(bot: BotState, it: ReceptionNow, heard: Heard): Step {
  const { reception } = it;
  if (bot.kind === "none" || reception.kind === "none") return { do: "nothing", bot };
  if (reception.kind === "external") return { do: "nothing", bot: { kind: "external" } };
  if (reception.kind === "queue") {
    const isSame = bot.kind === "queue" && bot.queueId === reception.queueId;
    return enterOrWait(it, isSame ? bot : { kind: "queue", queueId: reception.queueId, refused: null });
  }
  if (bot.kind === "queue" && counterOf(it, bot.queueId) !== undefined) return enterOrWait(it, bot);
  return bot.kind === "menu" ? answer(bot, it, reception, heard) : welcome(it, heard.maySay);
}

function answer(bot: MenuState, it: ReceptionNow, reception: MenuReception, heard: Heard): Step {
  const { content, crossed, maySay } = heard;
  if (bot.options.length === 0) return offer(it, reception, bot, maySay);
  // Who was not understood, or sent away, has read a menu already.
  const hasRead = !crossed || content.type === "choice" || bot.tries > 0 || bot.refused !== null;
  const chosen = hasRead ? choice(bot, it, reception, content) : undefined;
  if (chosen !== undefined) {
    const counter = counterOf(it, chosen);
    return counter === undefined ? offer(it, reception, bot, maySay) : { do: "enter", bot, counter };
  }
  if (crossed || !maySay || isGesture(content)) return { do: "nothing", bot };
  if (bot.refused !== null)
    return stands(bot.refused, it) ? { do: "nothing", bot } : offer(it, reception, bot, maySay);
  const tries = bot.tries + 1;
  if (tries >= reception.tries) return giveUp(it, reception);
  return ask(it, reception, { ...bot, tries }, reception.unclear);
}

function choice(
  bot: MenuState,
  it: ReceptionNow,
  { queueIds }: MenuReception,
  content: Content,
): QueueId | undefined {
  // As it was shown, what is gone too: the numbers count it.
  const there = bot.options.flatMap((id) => counterOf(it, id) ?? []);
  const names = new Map(namesOf(there).map((name, index) => [there[index]?.queue.id, name]));
  const choosable = (id: QueueId): Choosable<QueueId> => {
    const known = [names.get(id), counterOf(it, id)?.queue.name].flatMap((name) => name ?? []);
    return { id, names: known.flatMap((name) => [name, rowTitle(name)]) };
  };
  // Of an older menu on their screen.
  const others = queueIds.filter((id) => !bot.options.includes(id) && counterOf(it, id) !== undefined);
  return choiceOf(content, bot.options.map(choosable), others.map(choosable));
}

/** The menu as it is now. Where there is one queue only, there is nothing to choose. */
function offer(it: ReceptionNow, reception: MenuReception, bot: MenuState, maySay: boolean): Step {
  const [counter, another] = optionsOf(it, reception);
  if (counter !== undefined && another === undefined)
    return { do: "enter", bot: { ...bot, options: [] }, counter };
  if (!maySay) return { do: "nothing", bot: { ...bot, options: [] } };
  return ask(it, reception, { ...bot, refused: null }, reception.greeting);
}

function ask(it: ReceptionNow, reception: MenuReception, bot: MenuState, text: string): Step {
  const options = optionsOf(it, reception);
  const asked = { ...bot, options: options.map(({ queue }) => queue.id) };
  return options.length === 0 ? { do: "nothing", bot: asked } : { do: "ask", bot: asked, text, options };
}

function giveUp(it: ReceptionNow, { fallback: queueId }: MenuReception): Step {
  const counter = queueId === null ? undefined : counterOf(it, queueId);
  if (queueId === null || counter === undefined) return { do: "nothing", bot: { kind: "none" } };
  return { do: "enter", bot: { kind: "queue", queueId, refused: null }, counter };
}

function enterOrWait(it: ReceptionNow, bot: QueueState): Step {
  const counter = counterOf(it, bot.queueId);
  return counter === undefined ? { do: "nothing", bot } : { do: "enter", bot, counter };
}

const optionsOf = (it: ReceptionNow, { queueIds }: MenuReception): readonly Counter[] =>
  queueIds.flatMap((id) => counterOf(it, id) ?? []);

const counterOf = ({ counters }: ReceptionNow, id: QueueId): Counter | undefined =>
  counters.find(({ queue }) => queue.id === id);

/** A reaction, a correction or something taken back is no answer. */
const isGesture = (content: Content): boolean =>
  content.type === "unsupported" && ["reaction", "edit", "revoke", "system"].includes(content.kind);

/** Whether what somebody was told of a queue still holds. */
function stands({ queueId, why, at }: Refused, it: ReceptionNow): boolean {
  const counter = counterOf(it, queueId);
  if (counter === undefined) return false;
  return why === "closed" ? isClosed(counter, it.now) : it.now < addSeconds(at, fullAgainSeconds);
}

/** Whether nobody is there at this hour. */
export const isClosed = ({ sector }: Counter, now: Time): boolean => !isOpen(sector.hours, now);

/** Whether the sector sends away who comes at this hour. */
export const isShut = (counter: Counter, now: Time): boolean =>
  counter.sector.outOfHours.kind === "refuse" && isClosed(counter, now);

/**
 * Somebody cannot go into a queue. `isTold`: they know it already; that nobody is there is told once until somebody was, that a
 * line is full once an hour.
 */
export function refuse(
  bot: Underway,
  counter: Counter,
  why: Refused["why"],
  now: Time,
): { readonly bot: Underway; readonly isTold: boolean } {
  const { refused } = bot;
  const queueId = counter.queue.id;
  const isTold =
    refused !== null && refused.queueId === queueId && refused.why === why && lasts(refused, counter, now);
  return { bot: isTold ? bot : { ...bot, refused: { queueId, why, at: now } }, isTold };
}

function lasts({ why, at }: Refused, { sector }: Counter, now: Time): boolean {
  if (why === "full") return now < addSeconds(at, fullAgainSeconds);
  const opened = isOpen(sector.hours, at) ? at : nextOpening(sector.hours, at);
  return opened === null || now < opened;
}
