import { type Acquaintance, acquaintanceOf, preferenceOf, stranger } from "../routing/preferred.ts";
import type { BotState, BotTicket, Content, Purpose } from "../../contracts/tickets.ts";
import type { Log, Random } from "../../ports/ports.ts";
import { type Step, hear, isClosed, isShut, refuse, welcome, welcomeBack } from "../../domain/reception.ts";
import { latest, windowIsOpen } from "../../domain/time.ts";
import type { Channel } from "../../contracts/organisation.ts";
import type { Command, InboundMessage } from "../../domain/ticket/command.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { isFull } from "../routing/line-length.ts";
import { isNotice } from "../../domain/whatsapp/notice.ts";
import { menuContent } from "../../domain/reception-menu.ts";
import { newProtocol } from "../timeline/protocol.ts";
import { receptionNow } from "./reception-now.ts";
import { sameValue } from "../../domain/equality.ts";
import { texts } from "../../domain/texts.ts";

export interface ReceptionDeps {
  readonly store: Store;
  readonly random: Random;
  readonly configuration: Configuration;
  readonly log: Log;
}

/** What the reception does about a ticket: the state of its bot, and what is said and done besides. */
export interface Reply {
  readonly bot: BotState;
  readonly commands: readonly Command[];
}

/** Whom it is about. */
interface Visit {
  readonly channel: Channel;
  readonly now: Time;
  /** The ticket's last entry: what is said on it is named after its number. */
  readonly version: number;
  readonly maySay: boolean;
  /** Read where somebody goes into a line. */
  readonly known: () => Promise<Acquaintance>;
}

/**
 * What the reception of the channel makes of a contact's first message. What the desk says is left out when the message is so old
 * that nothing may be said any more. Costs the reading of a line that has a cap, and up to two reads where an agent may be preferred.
 */
export async function receiveFirst(
  deps: ReceptionDeps,
  input: {
    readonly channel: Channel;
    readonly message: Pick<InboundMessage, "sentAt">;
    readonly known: Acquaintance;
    readonly now: Time;
  },
): Promise<Reply> {
  const { channel, message, known, now } = input;
  const maySay = windowIsOpen(message.sentAt, now);
  const step = welcome(await receptionNow(deps, channel, undefined, now), maySay);
  return replyOf(deps, { channel, now, version: 0, maySay, known: async () => known }, step);
}

/** The commands that a further message makes of a ticket that is with the reception, after it was received. */
export async function receiveFurther(
  deps: ReceptionDeps,
  ticket: BotTicket,
  input: { readonly channel: Channel; readonly message: InboundMessage; readonly now: Time },
): Promise<readonly Command[]> {
  const { channel, message, now } = input;
  const { content, sentAt } = message;
  if (ticket.bot.kind === "none" || isNotice(content)) return [];
  const maySay = windowIsOpen(latest(ticket.lastInboundAt, sentAt), now);
  const crossed = ticket.lastMessageAt !== null && sentAt < ticket.lastMessageAt;
  const it = await receptionNow(deps, channel, ticket.bot, now);
  const known = (): Promise<Acquaintance> => acquaintanceOf(deps.store, ticket.contactId, channel.id);
  const step = hear(ticket.bot, it, { content, crossed, maySay });
  const { bot, commands } = await replyOf(
    deps,
    { channel, now, version: ticket.version, maySay, known },
    step,
  );
  // A ticket in a line has no reception any more.
  const leaves = commands.some((command) => command.do === "enqueue");
  return leaves || sameValue(ticket.bot, bot)
    ? commands
    : [{ do: "receive-by", by: { kind: "system" }, bot }, ...commands];
}

/** The reception's first words to somebody whom an agent hands back to it. `ticket` is theirs as it is before that. */
export async function receiveBack(
  deps: ReceptionDeps,
  channel: Channel,
  ticket: { readonly version: number; readonly lastInboundAt: Time | null },
  now: Time,
): Promise<Reply> {
  const maySay = windowIsOpen(ticket.lastInboundAt, now);
  const step = welcomeBack(await receptionNow(deps, channel, undefined, now), maySay);
  const known = async (): Promise<Acquaintance> => stranger;
  return replyOf(deps, { channel, now, version: ticket.version, maySay, known }, step);
}

async function replyOf(deps: ReceptionDeps, visit: Visit, step: Step): Promise<Reply> {
  if (step.do === "nothing") return { bot: step.bot, commands: [] };
  const settings = await deps.configuration.settings();
  const { queueFull, choose } = texts[settings.locale];
  if (step.do === "ask")
    return { bot: step.bot, commands: say(visit, "reception", menuContent(step.text, choose, step.options)) };
  const { now } = visit;
  const { queue, sector } = step.counter;
  const shut = isShut(step.counter, now);
  if (shut || (await isFull(deps.store, queue))) {
    // What cannot be said now is said when it can be.
    if (!visit.maySay) return { bot: step.bot, commands: [] };
    const { bot, isTold } = refuse(step.bot, step.counter, shut ? "closed" : "full", now);
    if (isTold) return { bot, commands: [] };
    const [purpose, text] = shut
      ? (["out-of-hours", sector.outOfHours.text] as const)
      : (["queue-full", queueFull] as const);
    return { bot, commands: say(visit, purpose, { type: "text", text }) };
  }
  const preference = await preferenceOf(deps.store, {
    ...{ known: await visit.known(), queue, channelId: visit.channel.id, now },
    preferredSeconds: settings.preferredSeconds,
  });
  const protocol = newProtocol(deps.random, now, settings);
  const place = { sectorId: queue.sectorId, queueId: queue.id, priority: 0, preference };
  const enqueue: Command = { do: "enqueue", by: { kind: "system" }, protocol, ...place };
  return { bot: step.bot, commands: [enqueue, ...greeting(visit, step)] };
}

/** Out of hours a queue's greeting would promise what nobody keeps. */
function greeting(visit: Visit, { counter }: Step & { readonly do: "enter" }): readonly Command[] {
  const { queue, sector } = counter;
  if (isClosed(counter, visit.now))
    return say(visit, "out-of-hours", { type: "text", text: sector.outOfHours.text });
  return queue.greeting === null ? [] : say(visit, "queue-greeting", { type: "text", text: queue.greeting });
}

const say = ({ version, maySay }: Visit, purpose: Purpose, content: Content): readonly Command[] =>
  maySay
    ? [
        {
          ...{ do: "say", by: { kind: "system" }, purpose, position: null, content },
          clientMessageId: `${purpose}-${version + 1}`,
        },
      ]
    : [];
