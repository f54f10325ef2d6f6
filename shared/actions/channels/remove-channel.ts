import { ChannelItem, PhoneNumberItem } from "../../contracts/stored/shapes.ts";
import { type ChannelDeps, getChannel } from "./channel.ts";
import { type Change, ConditionFailed, equals, put, remove, versionIs } from "../../ports/store.ts";
import { askedBy, hasLiveTickets, isSettled, ticketsAtOnce } from "../organisation/removal/removal.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Channel } from "../../contracts/organisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { SecretKeeper } from "../../ports/ports.ts";
import { administer } from "../organisation/administer.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { livingOnChannel } from "../organisation/removal/living.ts";
import { settleTicket } from "../organisation/removal/settle-ticket.ts";
import { untilSettled } from "../timeline/retry.ts";

/** What goes on with removals of channels: it forgets secrets and keeps none. */
export type ChannelRemovalDeps = Omit<ChannelDeps, "secrets"> & {
  readonly secrets: Pick<SecretKeeper, "remove">;
};

/** How far a removal came; `stuck`: `living` tickets are on the channel. `none`: no removal is under way. */
export type ChannelProgress =
  | { readonly state: "removed" | "pending" | "none" }
  | { readonly state: "stuck"; readonly living: number };

/**
 * Begins the removal of a channel, or goes on with it; the sweep does so by itself. HAS_LIVE_TICKETS, with how many, while one
 * of its tickets is not closed: then it stays as if it had not been asked for. NOT_FOUND.
 *
 * It is marked, and goes on taking messages: if a ticket opens before everybody knows (settleSeconds), the removal is called
 * off. Else the channel is closed: what is written to it from then on is treated as on a number nobody knows. Once everybody
 * knows that too, it goes with its number and its secrets (`removed`). A ticket that a function which did not know yet opened
 * meanwhile is closed, with its message. Closed tickets stay, and the number may be registered anew.
 */
export async function removeChannel(
  deps: ChannelRemovalDeps,
  { actor, channelId }: { readonly actor: Actor; readonly channelId: ChannelId },
): Promise<{ removed: boolean }> {
  const channel = await getChannel(deps, { channelId });
  if (channel.removing === null) {
    const { tickets, all } = await livingOnChannel(deps, channelId);
    if (tickets.length > 0 || !all) throw hasLiveTickets(tickets.length);
    await untilSettled(async () => {
      const before = await getChannel(deps, { channelId });
      if (before.removing !== null) return before;
      return setRemoving(deps, actor, before, { since: deps.clock.now(), by: actor.id, stage: "quiet" });
    });
  }
  const progress = await goOnWithChannel(deps, channelId);
  if (progress.state === "stuck") {
    await callOffChannel(deps, actor, channelId);
    throw hasLiveTickets(progress.living);
  }
  return { removed: progress.state === "removed" };
}

/** Goes on with the removal of a channel, as far as it may go now. */
export async function goOnWithChannel(
  deps: ChannelRemovalDeps,
  channelId: ChannelId,
): Promise<ChannelProgress> {
  const channel = await deps.store.get(ChannelItem, keys.channel(channelId));
  if (channel === undefined) return { state: "removed" };
  const { removing } = channel;
  if (removing === null) return { state: "none" };
  const { tickets, all } = await livingOnChannel(deps, channelId);
  if (removing.stage === "quiet") {
    if (tickets.length > 0) return { state: "stuck", living: tickets.length };
    if (!all || !isSettled(deps, removing.since)) return { state: "pending" };
    await unlessChanged(() =>
      setRemoving(deps, askedBy(removing), channel, {
        ...{ since: deps.clock.now(), by: removing.by, stage: "closed" },
      }),
    );
    return { state: "pending" };
  }
  for (const { id: ticketId } of tickets.slice(0, ticketsAtOnce)) {
    await settleTicket(deps, {
      ...{ by: { kind: "system" }, ticketId, settlement: { kind: "close" }, reason: "queue-removed" },
      isPart: (ticket) => ticket.channelId === channelId,
    });
  }
  if (tickets.length > 0 || !all || !isSettled(deps, removing.since)) return { state: "pending" };
  // Before the record, so that what is cut off here is gone on with.
  await deps.secrets.remove(channelId);
  const gone = await unlessChanged(() =>
    administer(deps, {
      actor: askedBy(removing),
      act: { action: "removed", kind: "channel", resourceId: channelId, before: channel, after: null },
      changes: [
        remove(changeName, ChannelItem, keys.channel(channelId), versionIs(channel.version)),
        ...numberFreed(channel),
      ],
      answer: {},
    }),
  );
  return { state: gone ? "removed" : "pending" };
}

/** Ends a removal as if it had never begun; `actor` is null for the desk itself. One that closed the channel goes on. */
export async function callOffChannel(
  deps: ChannelRemovalDeps,
  actor: Actor | null,
  channelId: ChannelId,
): Promise<void> {
  const channel = await deps.store.get(ChannelItem, keys.channel(channelId));
  if (channel === undefined || channel.removing?.stage !== "quiet") return;
  await unlessChanged(() => setRemoving(deps, actor, channel, null));
}

const changeName = "channel";

/** Whether it was done: somebody else may have changed the record, and then it is looked at again later. */
async function unlessChanged(change: () => Promise<unknown>): Promise<boolean> {
  try {
    await change();
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed && error.on(changeName)) return false;
    throw error;
  }
}

function setRemoving(
  deps: ChannelRemovalDeps,
  actor: Actor | null,
  before: Channel,
  removing: Channel["removing"],
): Promise<Channel> {
  const after: Channel = { ...before, removing, version: before.version + 1 };
  return administer(deps, {
    actor,
    act: { action: "changed", kind: "channel", resourceId: before.id, before, after },
    changes: [put(changeName, ChannelItem, after, versionIs(before.version))],
    answer: after,
  });
}

const numberFreed = (channel: Channel): readonly Change[] =>
  channel.kind === "whatsapp"
    ? [
        remove(
          "phone number",
          PhoneNumberItem,
          keys.phoneNumber(channel.phoneNumberId),
          equals(["channelId"], channel.id),
        ),
      ]
    : [];
