import {
  type Actor,
  authorOf,
  mayHandOver,
  mayLeadOn,
  mayManage,
  maySee,
} from "../../domain/authorisation.ts";
import type { FlowOpening, Opened } from "../../contracts/routes/opening.ts";
import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "../organisation/idempotent.ts";
import type { Log, Random } from "../../ports/ports.ts";
import { type Meant, assertNotBlocked, whoIsMeant, withFields } from "./open-contact.ts";
import type { Queue, Sector } from "../../contracts/organisation.ts";
import { acquaintanceOf, preferenceOf, stranger } from "../routing/preferred.ts";
import {
  assertMayWait,
  assertRoom,
  channelRefused,
  queuesFor,
  takes,
  targetQueue,
  targetSector,
} from "./destination.ts";
import { CallbackItem } from "../../contracts/stored/shapes.ts";
import type { Change } from "../../ports/store.ts";
import type { TicketId } from "../../contracts/ids.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import type { WebhookTargets } from "../../ports/webhooks.ts";
import { answerLive, openCommand, openingChannel } from "./open-common.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { fitting } from "../../domain/contact.ts";
import { isOpen } from "../../domain/hours.ts";
import { newProtocol } from "../timeline/protocol.ts";
import { put } from "../../ports/store.ts";
import { saying } from "../../domain/ticket/say.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";
import { windowIsOpen } from "../../domain/time.ts";

export interface OpenFlowDeps extends IdempotencyDeps {
  readonly random: Random;
  readonly configuration: Configuration;
  readonly targets: WebhookTargets;
  readonly log: Log;
}

/**
 * A bot hands a contact over: their ticket, a new one or the one that is with a bot, goes into the queue's line with what the bot
 * knows of it; values for which the settings define a field are the contact's from then on. A ticket that waits or is attended already is answered as it is. However many ask at once, and whatever the
 * contact writes meanwhile, one ticket opens: the contact's lock and addresses are conditions of the transaction.
 *
 * What it says of queues and sectors is as they are remembered, and holds to within seconds, as for a transfer. NOT_FOUND (the
 * channel, the contact, the queue or the sector), BAD_REQUEST (a queue that does not take the channel, a callback that may not be
 * posted to), QUEUE_FULL, SECTOR_CLOSED, CONTACT_BLOCKED, CONTACT_HAS_TICKET for a live one that the caller may not see,
 * IDEMPOTENCY_MISMATCH.
 */
export async function openFlow(
  deps: OpenFlowDeps,
  request: Request,
  input: Omit<FlowOpening, "kind"> & { readonly actor: Actor },
): Promise<Opened> {
  const first = await firstAnswer<Opened>(deps, request);
  if (first !== undefined) return first;
  const { actor, callback } = input;
  const refusal = callback === null ? undefined : deps.targets.refusal(callback.url);
  if (refusal !== undefined) throw new DeskError("BAD_REQUEST", { callback: refusal });
  // Before anything is said of the contact: it is not for who may put nobody into that queue.
  const queue = await flowQueue(deps, actor, input);
  const channel = await openingChannel(deps.configuration, input.channelId);
  const sector = await targetSector(deps.configuration, queue.sectorId);
  if (!takes(queue, channel.id)) throw channelRefused(queue.id);
  return untilSettled(async (round) => {
    const who = await whoIsMeant(deps, channel, input.contact, round === 0);
    const { live } = who;
    if (live !== null && (live.phase !== "bot" || !mayLeadOn(actor, live)))
      return answerLive(deps, request, maySee(actor, live) ? live : undefined);
    assertNotBlocked(who);
    assertMayWait(sector, deps.clock);
    await assertRoom(deps, queue);
    const now = deps.clock.now();
    const { contactFields } = await deps.configuration.settings();
    const commands = await handingOver(deps, input, who, queue, sector, now);
    const { after, changes } = transition(live, decideAll(live, commands, now));
    return commitOnce<Opened>(deps, request, { ticket: after, created: live === null }, [
      ...changes,
      ...withFields(who.changes(now), who.contactId, fitting(contactFields, input.fields ?? {})),
      ...callbackChanges(after.id, callback, now),
    ]);
  });
}

/** The queue that is meant. Whatever is not the caller's is not there for them. */
async function flowQueue(
  { configuration }: OpenFlowDeps,
  actor: Actor,
  { channelId, to }: Pick<FlowOpening, "channelId" | "to">,
): Promise<Queue> {
  if ("queueId" in to) {
    const queue = await targetQueue(configuration, to.queueId);
    if (!mayHandOver(actor, queue)) throw new DeskError("NOT_FOUND", to);
    return queue;
  }
  const [queue] = await queuesFor(configuration, to.sectorId, channelId);
  if (queue !== undefined && mayHandOver(actor, queue)) return queue;
  if (queue === undefined && mayManage(actor, (await targetSector(configuration, to.sectorId)).id))
    throw new DeskError("SECTOR_CLOSED", to);
  throw new DeskError("NOT_FOUND", to);
}

/** What is done to the ticket: opened where there is none, put into the line, and the contact told what is told there. */
async function handingOver(
  deps: OpenFlowDeps,
  input: Omit<FlowOpening, "kind"> & { readonly actor: Actor },
  who: Meant,
  queue: Queue,
  sector: Sector,
  now: Time,
): Promise<readonly Command[]> {
  const { store, configuration, random } = deps;
  const { actor, channelId, priority, fields, history } = input;
  const { live, contact } = who;
  const by = authorOf(actor);
  const known = contact === undefined ? stranger : await acquaintanceOf(store, who.contactId, channelId);
  const settings = await configuration.settings();
  const { preferredSeconds } = settings;
  const preference = await preferenceOf(store, { known, queue, channelId, preferredSeconds, now });
  const enqueue: Command = {
    ...{ do: "enqueue", by, protocol: newProtocol(random, now, settings), priority, preference },
    ...{ sectorId: sector.id, queueId: queue.id, fields, history },
  };
  const open = live === null ? [openCommand(deps, { by, who, channelId, last: known.last, now })] : [];
  // Numbered by the ticket, because one that was with the bot may have been told the same before.
  const nth = (live?.version ?? 0) + 1;
  const maySay = live !== null && windowIsOpen(live.lastInboundAt, now);
  const texts = isOpen(sector.hours, now)
    ? queue.greeting === null
      ? []
      : [saying("queue-greeting", nth, queue.greeting)]
    : [saying("out-of-hours", nth, sector.outOfHours.text)];
  return [...open, enqueue, ...(maySay ? texts : [])];
}

/** What is asked now replaces what was asked of the ticket before. */
const callbackChanges = (
  ticketId: TicketId,
  callback: FlowOpening["callback"],
  at: Time,
): readonly Change[] =>
  callback === null
    ? []
    : [put("callback", CallbackItem, { ticketId, version: 1, ...callback, told: [], at })];
