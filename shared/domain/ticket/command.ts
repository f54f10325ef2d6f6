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
  BotState,
  ClientMessageId,
  CloseReason,
  Content,
  Entry,
  MoveReason,
  Preference,
  Protocol,
  Purpose,
  RoutingReasons,
  TemplateContent,
} from "../../contracts/tickets.ts";
import type { Time, WhatsAppAddress } from "../../contracts/values.ts";

/** A message of the contact, as its channel gave it. */
export interface InboundMessage {
  readonly content: Content;
  readonly sentAt: Time;
  readonly providerId: string;
  readonly address: WhatsAppAddress;
}

/** Where a ticket goes. */
interface Destination {
  readonly sectorId: SectorId;
  readonly queueId: QueueId;
}

type Queued = Entry & { readonly type: "queued" };

/** What can be asked of a ticket. */
export type Command =
  | {
      readonly do: "open";
      readonly by: Author;
      readonly ticketId: TicketId;
      readonly contactId: ContactId;
      readonly contactName: string;
      readonly channelId: ChannelId;
      readonly address: WhatsAppAddress;
      readonly bot: BotState;
      readonly formerTicketId: TicketId | null;
    }
  | { readonly do: "receive"; readonly message: InboundMessage }
  /** The assignee answers the contact. */
  | {
      readonly do: "reply";
      readonly agentId: AgentId;
      readonly clientMessageId: ClientMessageId;
      readonly content: Content;
    }
  /** The desk itself or a bot writes to the contact. */
  | {
      readonly do: "say";
      readonly by: Author & { kind: "system" | "key" };
      readonly purpose: Purpose | null;
      readonly position: number | null;
      readonly clientMessageId: ClientMessageId;
      readonly content: Content;
    }
  | { readonly do: "note"; readonly by: Author; readonly text: string }
  | { readonly do: "mark"; readonly by: Author; readonly unread: boolean }
  /** The reception goes on: another menu, one more try, or another kind of bot. */
  | { readonly do: "receive-by"; readonly by: Author; readonly bot: BotState }
  | ({
      readonly do: "enqueue";
      readonly by: Author;
      /** Used where the ticket has none yet. */
      readonly protocol: Protocol;
      readonly priority: number;
      readonly preference: Preference | null;
      readonly fields?: Queued["fields"];
      readonly history?: Queued["history"];
    } & Destination)
  | {
      readonly do: "assign";
      readonly agentId: AgentId;
      readonly mode: "routed" | "taken" | "outreach";
      readonly forced: boolean;
      readonly reasons: RoutingReasons | null;
    }
  /** The ticket leaves its agent and goes back to the head of its queue's line. */
  | {
      readonly do: "return";
      readonly by: Author;
      readonly reason: MoveReason;
      readonly preference?: Preference | null;
    }
  /**
   * The ticket goes to another queue: from line to line, or, when it is open, with its agent (`keepsAgent`) or to the line. A
   * snoozed one stays snoozed.
   */
  | ({
      readonly do: "move";
      readonly by: Author;
      readonly keepsAgent: boolean;
      readonly reason: MoveReason;
      readonly note?: string | null;
      readonly preference?: Preference | null;
    } & Destination)
  /** The ticket goes to an agent. */
  | ({
      readonly do: "transfer";
      readonly by: Author;
      readonly agentId: AgentId;
      readonly forced: boolean;
      readonly note: string | null;
    } & Destination)
  | { readonly do: "tag"; readonly by: Author; readonly tagIds: readonly TagId[] }
  /** `confirmed`: the person knows that the window will be shut by then. */
  | {
      readonly do: "snooze";
      readonly agentId: AgentId;
      readonly until: Time;
      readonly template: TemplateContent | null;
      readonly confirmed: boolean;
    }
  /** `toAgent`: to who snoozed it; otherwise into its line, before all others. */
  | {
      readonly do: "wake";
      readonly by: Author;
      readonly because: "due" | "agent" | "contact" | "moved";
      /** The snooze that is over; undefined: whichever it is. */
      readonly snooze: number | undefined;
      readonly toAgent: boolean;
      readonly preference: Preference | null;
    }
  /** Back to the bot. */
  | { readonly do: "hand-back"; readonly by: Author; readonly bot: BotState }
  | {
      readonly do: "close";
      readonly by: Author;
      readonly reason: CloseReason;
      readonly tagIds: readonly TagId[];
      readonly tagsRequired: boolean;
    }
  /** The contact's answer to the survey: `message` is what they wrote. */
  | { readonly do: "rate"; readonly score: number; readonly message: InboundMessage }
  /** What the contact tapped on a survey that is over: it is kept, and nothing comes of it. */
  | { readonly do: "receive-late"; readonly message: InboundMessage };

/** What every entry of a command's begins with. */
export type Next = Pick<Entry, "ticketId" | "number" | "at">;
