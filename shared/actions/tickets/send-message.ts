import { type Actor, isKey } from "../../domain/authorisation.ts";
import { ClientMessageItem, EntryItem } from "../../contracts/stored/shapes.ts";
import type { Choices, ClientMessageId, OutboundMessage, TemplateContent } from "../../contracts/tickets.ts";
import type { Clock, Digest } from "../../ports/ports.ts";
import { type ConditionFailed, type Store, absent, put } from "../../ports/store.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { AgentId, TicketId } from "../../contracts/ids.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import { assertVersion } from "./expected-version.ts";
import { canonicalJson } from "../../domain/equality.ts";
import { choicesOf } from "../../domain/choices.ts";
import { decide } from "../../domain/ticket/decide.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { readTicket } from "./read-ticket.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface SendMessageDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly digest: Digest;
}

const clientMessage = "client message id";

/** What a person or a program may say: people do not ask with choices. */
export type Sayable =
  | { readonly type: "text"; readonly text: string }
  | TemplateContent
  | Omit<Choices, "form">;

/**
 * Appends an answer to the ticket's timeline; the relay sees to its sending. The same client message id answers the first
 * result whatever happened to the ticket since, or IDEMPOTENCY_MISMATCH for other content. A person answers what they hold; a
 * program what is with the bot of the business's own. TICKET_NOT_OPEN, TICKET_CLOSED, NOT_ASSIGNEE, WINDOW_CLOSED (a template
 * is sent at any time), VERSION_CONFLICT, NOT_FOUND; BAD_REQUEST for choices by a person, or of which two have one id.
 */
export async function sendMessage(
  deps: SendMessageDeps,
  input: {
    readonly actor: Actor;
    readonly ticketId: TicketId;
    readonly clientMessageId: ClientMessageId;
    readonly content: Sayable;
    readonly expectedVersion?: number | undefined;
  },
): Promise<OutboundMessage> {
  const { actor, ticketId, clientMessageId, content } = input;
  const fingerprint = fingerprintOf(deps, actor, content);
  const command = commandOf(actor, clientMessageId, content);
  return untilSettled(
    async (round) => {
      const head = await readTicket(deps, input);
      const now = deps.clock.now();
      const entries = decide(head, command, now);
      const stale = input.expectedVersion !== undefined && input.expectedVersion !== head.version;
      if (entries instanceof DeskError || stale || round > 0) {
        // Before a refusal: perhaps this very message was taken already, and the ticket moved on since.
        const first = await firstResult(deps.store, ticketId, clientMessageId, fingerprint);
        if (first !== undefined) return first;
      }
      assertVersion(head, input.expectedVersion);
      if (entries instanceof DeskError) throw entries;
      const { changes } = transition(head, entries);
      const entry = entries[0];
      if (entry?.type !== "message" || entry.direction !== "out")
        throw new Error("a reply makes one outbound message");
      const { number } = entry;
      const claim = { ticketId, clientMessageId, number, fingerprint, at: now };
      await deps.store.commit([put(clientMessage, ClientMessageItem, claim, absent), ...changes]);
      return entry;
    },
    (failure: ConditionFailed) =>
      failure.on(clientMessage) ? firstResult(deps.store, ticketId, clientMessageId, fingerprint) : undefined,
  );
}

/** What tells one message under a client message id from another. */
export const fingerprintOf = (
  { digest }: { readonly digest: Digest },
  { id: agentId }: Pick<Actor, "id">,
  content: Sayable,
): string => digest.sha256(canonicalJson({ agentId, content }));

function commandOf(actor: Actor, clientMessageId: ClientMessageId, content: Sayable): Command {
  if (isKey(actor)) {
    const said = content.type === "choices" ? choicesOf(content) : content;
    if (said.type === "choices" && new Set(said.options.map(({ id }) => id)).size < said.options.length)
      throw new DeskError("BAD_REQUEST", { reason: "two options have the same id" });
    const by = { kind: "key", apiKeyId: actor.id } as const;
    return { do: "say", by, purpose: null, position: null, clientMessageId, content: said };
  }
  if (content.type === "choices") throw new DeskError("BAD_REQUEST", { reason: "choices are for bots" });
  return { do: "reply", agentId: actor.id as AgentId, clientMessageId, content };
}

async function firstResult(
  store: Store,
  ticketId: TicketId,
  clientMessageId: ClientMessageId,
  fingerprint: string,
): Promise<OutboundMessage | undefined> {
  const claim = await store.get(ClientMessageItem, keys.clientMessage(ticketId, clientMessageId));
  if (claim === undefined) return undefined;
  if (claim.fingerprint !== fingerprint) throw new DeskError("IDEMPOTENCY_MISMATCH");
  const entry = await store.get(EntryItem, keys.entry(ticketId, claim.number));
  if (entry?.type !== "message" || entry.direction !== "out") {
    throw new Error(
      `client message of ticket ${ticketId} points to entry ${claim.number}, which is no outbound message`,
    );
  }
  return entry;
}
