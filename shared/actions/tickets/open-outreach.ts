import {
  type Actor,
  type PersonActor,
  isKey,
  mayBegin,
  mayManage,
  maySee,
} from "../../domain/authorisation.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "../organisation/idempotent.ts";
import type { Opened, OutreachOpening } from "../../contracts/routes/opening.ts";
import { type SeatTerms, changeNames, seatRefusal, transition } from "../timeline/transition.ts";
import { answerLive, openCommand, openingChannel } from "./open-common.ts";
import { assertNotBlocked, whoIsMeant } from "./open-contact.ts";
import { assertReceives, channelRefused, takes, targetQueue, targetSector } from "./destination.ts";
import { ClientMessageItem, LastTicketItem } from "../../contracts/stored/shapes.ts";
import { absent, put } from "../../ports/store.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Queue } from "../../contracts/organisation.ts";
import type { QueueId } from "../../contracts/ids.ts";
import type { Random } from "../../ports/ports.ts";
import type { Seat } from "../../contracts/organisation.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { fingerprintOf } from "./send-message.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { newProtocol } from "../timeline/protocol.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface OpenOutreachDeps extends IdempotencyDeps {
  readonly random: Random;
  readonly configuration: Configuration;
}

type Outreach = Omit<OutreachOpening, "kind"> & { readonly actor: Actor };

/**
 * A person begins a conversation: the ticket opens with them, in a queue they serve, and its first message is a template, the only
 * kind that goes to who did not write. They need room, but need not be online. The hours of the sector do not matter: nobody waits. A contact who has a live
 * ticket on the channel is sent nothing, and that ticket is the answer.
 *
 * FORBIDDEN with the reason: `api-key`, `permission` (or a queue they do not serve), `sector` (no outreach there), `queue` (not theirs
 * any more); AGENT_AT_LIMIT, SECTOR_CLOSED, CONTACT_BLOCKED, CONTACT_HAS_TICKET for a live one that is not theirs to see,
 * BAD_REQUEST, NOT_FOUND, IDEMPOTENCY_MISMATCH.
 */
export async function openOutreach(
  deps: OpenOutreachDeps,
  request: Request,
  input: Outreach,
): Promise<Opened> {
  const { actor } = input;
  if (isKey(actor)) throw new DeskError("FORBIDDEN", { reason: "api-key" });
  const first = await firstAnswer<Opened>(deps, request);
  if (first !== undefined) return first;
  const queue = await outreachQueue(deps.configuration, actor, input.queueId);
  const channel = await openingChannel(deps.configuration, input.channelId);
  if (!takes(queue, channel.id)) throw channelRefused(queue.id);
  const terms: SeatTerms = { queueId: queue.id, onlineOn: undefined };
  return untilSettled(
    async (round) => {
      const who = await whoIsMeant(deps, channel, input.contact, round === 0);
      const { live } = who;
      if (live !== null) return answerLive(deps, request, maySee(actor, live) ? live : undefined);
      assertNotBlocked(who);
      const now = deps.clock.now();
      const last = await deps.store.get(LastTicketItem, keys.lastTicket(who.contactId, channel.id));
      const by = { kind: "agent", agentId: (actor as PersonActor).id } as const;
      const open = openCommand(deps, { by, who, channelId: channel.id, last, now });
      const protocol = newProtocol(deps.random, now, await deps.configuration.settings());
      const { clientMessageId, template } = input;
      const entries = decideAll(null, [open, ...beginning(by.agentId, queue, protocol, input)], now);
      const { after, changes } = transition(null, entries, terms);
      const fingerprint = fingerprintOf(deps, actor, template);
      const claim = { ticketId: after.id, clientMessageId, number: after.version, fingerprint, at: now };
      return commitOnce<Opened>(deps, request, { ticket: after, created: true }, [
        ...changes,
        ...who.changes(now),
        put("client message id", ClientMessageItem, claim, absent),
      ]);
    },
    (failure) => {
      // Who lost a race for the contact is answered with the ticket that won, full or not.
      if (failure.on(changeNames.lock) || !failure.on(changeNames.seat)) return undefined;
      const seat = failure.failures.get(changeNames.seat) as Seat | undefined;
      const refusal = seatRefusal(seat, terms);
      if (refusal === "at-limit") throw new DeskError("AGENT_AT_LIMIT", { limit: seat?.limit });
      if (refusal !== undefined) throw new DeskError("FORBIDDEN", { reason: "queue" });
      return undefined;
    },
  );
}

/** The ticket passes through the line within one transaction: it is an attendance like all others, with a protocol and a queue. */
const beginning = (
  agentId: PersonActor["id"],
  queue: Queue,
  protocol: ReturnType<typeof newProtocol>,
  { clientMessageId, template }: Outreach,
): readonly Command[] => [
  {
    ...{ do: "enqueue", by: { kind: "agent", agentId }, protocol, priority: 0, preference: null },
    ...{ sectorId: queue.sectorId, queueId: queue.id },
  },
  { do: "assign", agentId, mode: "outreach", forced: false, reasons: null },
  { do: "reply", agentId, clientMessageId, content: template },
];

async function outreachQueue(configuration: Configuration, actor: Actor, queueId: QueueId): Promise<Queue> {
  const queue = await targetQueue(configuration, queueId);
  if (!mayBegin(actor, queueId)) {
    const theirs = actor.queueIds.includes(queueId) || mayManage(actor, queue.sectorId);
    throw theirs
      ? new DeskError("FORBIDDEN", { reason: "permission" })
      : new DeskError("NOT_FOUND", { queueId });
  }
  const sector = await targetSector(configuration, queue.sectorId);
  assertReceives(sector);
  if (!sector.outreach) throw new DeskError("FORBIDDEN", { reason: "sector" });
  return queue;
}
