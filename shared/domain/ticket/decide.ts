import type {
  AgentId,
  ChannelId,
  ContactId,
  QueueId,
  SectorId,
  TagId,
  TicketId,
} from "../../contracts/ids.ts";
import type {
  Author,
  ClientMessageId,
  Content,
  Entry,
  MoveReason,
  Protocol,
  RoutingReasons,
  Ticket,
} from "../../contracts/tickets.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time, WhatsAppAddress } from "../../contracts/values.ts";
import { sameValue } from "../equality.ts";
import { queuedDelivery } from "../delivery.ts";
import { windowIsOpen } from "../time.ts";

/** A message of the contact, as its channel gave it. */
export interface InboundMessage {
  readonly content: Content;
  readonly sentAt: Time;
  readonly providerId: string;
  readonly address: WhatsAppAddress;
}

/** What can be asked of a ticket. */
export type Command =
  | {
      readonly do: "open";
      readonly ticketId: TicketId;
      readonly contactId: ContactId;
      readonly contactName: string;
      readonly channelId: ChannelId;
      readonly address: WhatsAppAddress;
    }
  | { readonly do: "receive"; readonly message: InboundMessage }
  | {
      readonly do: "enqueue";
      readonly protocol: Protocol;
      readonly sectorId: SectorId;
      readonly queueId: QueueId;
      readonly priority: number;
    }
  | {
      readonly do: "assign";
      readonly agentId: AgentId;
      readonly mode: "routed" | "taken";
      readonly reasons: RoutingReasons | null;
    }
  | {
      readonly do: "reply";
      readonly agentId: AgentId;
      readonly clientMessageId: ClientMessageId;
      readonly content: Content;
    }
  /** The ticket leaves its agent and goes back to the head of its queue's line. */
  | { readonly do: "return"; readonly by: Author; readonly reason: MoveReason }
  /**
   * The ticket goes to another queue: from line to line, or, when it is open, with its agent (`keepsAgent`) or to the head
   * of the line.
   */
  | {
      readonly do: "move";
      readonly by: Author;
      readonly sectorId: SectorId;
      readonly queueId: QueueId;
      readonly keepsAgent: boolean;
      readonly reason: MoveReason;
    }
  | {
      readonly do: "close";
      readonly by: Author;
      readonly tagIds: readonly TagId[];
      readonly tagsRequired: boolean;
    };

/**
 * What a command does to a ticket: the entries it appends, or why it cannot. Pure: the same state, command and time give
 * the same answer, here and in a browser. Whether the person may ask is decided before (authorisation.ts).
 */
export function decide(state: Ticket | null, command: Command, now: Time): readonly Entry[] | DeskError {
  if (command.do === "open") return open(state, command, now);
  if (state === null) return new DeskError("NOT_FOUND");
  if (state.phase === "closed") return new DeskError("TICKET_CLOSED");
  const next = { ticketId: state.id, number: state.version + 1, at: now };
  switch (command.do) {
    case "receive": {
      const { content, sentAt, providerId, address } = command.message;
      const known = { ...state.address, ...address };
      const moved = sameValue(known, state.address) ? {} : { address: known };
      const by = { kind: "contact" } as const;
      return [{ ...next, by, type: "message", direction: "in", content, sentAt, providerId, ...moved }];
    }
    case "enqueue": {
      if (state.phase !== "bot") return new DeskError("VERSION_CONFLICT", { phase: state.phase });
      const { protocol, sectorId, queueId, priority } = command;
      return [{ ...next, by: { kind: "system" }, type: "queued", protocol, sectorId, queueId, priority }];
    }
    case "assign": {
      if (state.phase !== "waiting") return new DeskError("TICKET_NOT_WAITING", { phase: state.phase });
      const { agentId, mode, reasons } = command;
      const by: Author = mode === "taken" ? { kind: "agent", agentId } : { kind: "system" };
      return [{ ...next, by, type: "assigned", agentId, mode, reasons }];
    }
    case "reply": {
      if (state.phase !== "open") return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
      if (state.agentId !== command.agentId) return new DeskError("NOT_ASSIGNEE");
      if (!windowIsOpen(state.lastInboundAt, now)) return new DeskError("WINDOW_CLOSED");
      const { agentId, clientMessageId, content } = command;
      const by: Author = { kind: "agent", agentId };
      const delivery = queuedDelivery(now);
      return [{ ...next, by, type: "message", direction: "out", content, clientMessageId, delivery }];
    }
    case "return": {
      if (state.phase !== "open") return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
      const { sectorId, queueId, agentId } = state;
      const from = { sectorId, queueId, agentId };
      const { by, reason } = command;
      return [{ ...next, by, type: "requeued", from, sectorId, queueId, priority: headOfLine, reason }];
    }
    case "move":
      return move(state, command, next);
    case "close": {
      if (command.tagsRequired && command.tagIds.length === 0) return new DeskError("TAGS_REQUIRED");
      const agentId = state.phase === "open" ? state.agentId : null;
      return [{ ...next, by: command.by, type: "closed", agentId, tagIds: [...new Set(command.tagIds)] }];
    }
  }
}

/** The priority of what comes before everybody who waits. */
const headOfLine = 9;

function move(
  state: Ticket,
  { by, sectorId, queueId, keepsAgent, reason }: Command & { do: "move" },
  next: Pick<Entry, "ticketId" | "number" | "at">,
): readonly Entry[] | DeskError {
  if (state.phase !== "open" && state.phase !== "waiting")
    return new DeskError("TICKET_NOT_WAITING", { phase: state.phase });
  const agentId = state.phase === "open" ? state.agentId : null;
  const from = { sectorId: state.sectorId, queueId: state.queueId, agentId };
  const moved = { ...next, by, from, sectorId, queueId, reason };
  if (state.phase === "waiting") return [{ ...moved, type: "requeued", priority: state.priority }];
  return [keepsAgent ? { ...moved, type: "moved" } : { ...moved, type: "requeued", priority: headOfLine }];
}

function open(
  state: Ticket | null,
  command: Command & { do: "open" },
  now: Time,
): readonly Entry[] | DeskError {
  if (state !== null) return new DeskError("ALREADY_EXISTS");
  const { ticketId, contactId, contactName, channelId, address } = command;
  return [
    {
      ticketId,
      number: 1,
      at: now,
      by: { kind: "contact" },
      type: "opened",
      contactId,
      contactName,
      channelId,
      channelKind: "whatsapp",
      address,
    },
  ];
}
