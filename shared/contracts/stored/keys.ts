/**
 * Every key of the one table, and nothing else builds keys. Parts are joined by `#`; a part that comes from outside is
 * escaped, so two different things never share a key (property-tested), and text order within a partition is the order
 * in which the items are read.
 */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** `%` and `#` are the only characters with a meaning in a key. */
const escape = (part: string): string => part.replaceAll("%", "%25").replaceAll("#", "%23");

const join = (...parts: readonly string[]): string => parts.map(escape).join("#");

/** Ten digits sort as text up to 9,999,999,999 entries. */
const padded = (number: number): string => number.toString().padStart(10, "0");

/** A higher priority sorts first. */
const urgency = (priority: number): string => (9 - priority).toString();

export const keys = {
  channel: (channelId: string): Key => ({ pk: "CONFIG", sk: join("CHANNEL", channelId) }),
  sector: (sectorId: string): Key => ({ pk: "CONFIG", sk: join("SECTOR", sectorId) }),
  queue: (queueId: string): Key => ({ pk: "CONFIG", sk: join("QUEUE", queueId) }),
  tag: (tagId: string): Key => ({ pk: "CONFIG", sk: join("TAG", tagId) }),
  agent: (agentId: string): Key => ({ pk: join("AGENT", agentId), sk: "PROFILE" }),
  /** The list of agents: one small item each beside the configuration, because profiles have partitions of their own. */
  agentListing: (agentId: string): Key => ({ pk: "CONFIG", sk: join("AGENT", agentId) }),
  /** An e-mail belongs to one agent. `email` must be in lower case. */
  login: (email: string): Key => ({ pk: join("LOGIN", email), sk: "LOGIN" }),
  /** A phone number id belongs to one channel. */
  phoneNumber: (phoneNumberId: string): Key => ({ pk: join("NUMBER", phoneNumberId), sk: "NUMBER" }),
  /** When something of a number was last heard of. */
  numberSeen: (phoneNumberId: string): Key => ({ pk: join("NUMBER", phoneNumberId), sk: "SEEN" }),
  contact: (contactId: string): Key => ({ pk: join("CONTACT", contactId), sk: "PROFILE" }),
  address: (kind: string, matchKey: string): Key => ({ pk: join("ADDRESS", kind, matchKey), sk: "ADDRESS" }),
  openTicket: (contactId: string, channelId: string): Key => ({
    pk: join("CONTACT", contactId),
    sk: join("OPEN", channelId),
  }),
  /** The last ticket of a contact on a channel that was closed. */
  lastTicket: (contactId: string, channelId: string): Key => ({
    pk: join("CONTACT", contactId),
    sk: join("LAST", channelId),
  }),
  head: (ticketId: string): Key => ({ pk: join("TICKET", ticketId), sk: "HEAD" }),
  entry: (ticketId: string, number: number): Key => ({
    pk: join("TICKET", ticketId),
    sk: join("ENTRY", padded(number)),
  }),
  clientMessage: (ticketId: string, clientMessageId: string): Key => ({
    pk: join("TICKET", ticketId),
    sk: join("CLIENT", clientMessageId),
  }),
  providerMessage: (channelId: string, providerId: string): Key => ({
    pk: join("PROVIDER", channelId, providerId),
    sk: "PROVIDER",
  }),
  /** Where it is told how a ticket ended. */
  callback: (ticketId: string): Key => ({ pk: join("TICKET", ticketId), sk: "CALLBACK" }),
  protocol: (protocol: string): Key => ({ pk: join("PROTOCOL", protocol), sk: "PROTOCOL" }),
  /**
   * A place in line. The channel comes before the time, so that the head of the line for each channel is one query,
   * however many tickets wait for an agent of another channel.
   */
  place: (queueId: string, channelId: string, priority: number, queuedAt: string, ticketId: string): Key => ({
    pk: join("QUEUE", queueId),
    sk: join("WAIT", channelId, urgency(priority), queuedAt, ticketId),
  }),
  /** A ticket that is put away: all in one partition, by the time of waking, because the sweep looks at those that are due. */
  snooze: (until: string, ticketId: string): Key => ({ pk: "SNOOZED", sk: join("UNTIL", until, ticketId) }),
  /** When a ticket is to be looked at: all in one partition, by that time, because the sweep looks at those that are due. */
  timer: (at: string, ticketId: string, kind: string): Key => ({
    pk: "TIMERS",
    sk: join("DUE", at, ticketId, kind),
  }),
  seat: (sectorId: string, agentId: string): Key => ({
    pk: join("SECTOR", sectorId),
    sk: join("SEAT", agentId),
  }),
  presence: (agentId: string, at: string, channelId: string): Key => ({
    pk: join("AGENT", agentId),
    sk: join("PRESENCE", at, channelId),
  }),
  agentSocket: (agentId: string, connectionId: string): Key => ({
    pk: join("AGENT", agentId),
    sk: join("SOCKET", connectionId),
  }),
  /** The name of somebody who was removed. */
  formerAgent: (agentId: string): Key => ({ pk: join("AGENT", agentId), sk: "FORMER" }),
  /** Failed sign-ins; `kind` says of what. */
  attempts: (kind: string, hash: string): Key => ({ pk: join("ATTEMPTS", kind, hash), sk: "ATTEMPTS" }),
  /** A connection that was lost: in one partition, because the sweep looks at all of them. */
  departure: (agentId: string): Key => ({ pk: "DEPARTURES", sk: join("LEFT", agentId) }),
  socket: (connectionId: string): Key => ({ pk: join("SOCKET", connectionId), sk: "SOCKET" }),
  socketTicket: (hash: string): Key => ({ pk: join("SOCKETTICKET", hash), sk: "SOCKETTICKET" }),
  idempotency: (actorId: string, route: string, key: string): Key => ({
    pk: join("IDEMPOTENCY", actorId, route, key),
    sk: "IDEMPOTENCY",
  }),
  /** `day` is yyyy-mm-dd; `id` tells payloads of one day apart, `part` the pieces of one payload. */
  inspection: (day: string, id: string, part: number): Key => ({
    pk: join("INSPECTION", day),
    sk: join(id, padded(part)),
  }),
  settings: (): Key => ({ pk: "CONFIG", sk: "SETTINGS" }),
  pauseReason: (pauseReasonId: string): Key => ({ pk: "CONFIG", sk: join("PAUSE", pauseReasonId) }),
  agentRating: (agentId: string): Key => ({ pk: join("AGENT", agentId), sk: "RATING" }),
  agentPhoto: (agentId: string): Key => ({ pk: join("AGENT", agentId), sk: "PHOTO" }),
  cannedResponse: (id: string): Key => ({ pk: "CANNED", sk: join("RESPONSE", id) }),
  /** A shortcut belongs to one canned response of a scope: a sector's id, or `ALL`. */
  shortcut: (scope: string, shortcut: string): Key => ({
    pk: "CANNED",
    sk: join("SHORTCUT", scope, shortcut),
  }),
  webhook: (webhookId: string): Key => ({ pk: "CONFIG", sk: join("WEBHOOK", webhookId) }),
  webhookSecrets: (webhookId: string): Key => ({ pk: join("WEBHOOK", webhookId), sk: "SECRETS" }),
  webhookDelivery: (webhookId: string, at: string, id: string): Key => ({
    pk: join("WEBHOOK", webhookId),
    sk: join("DELIVERY", at, id),
  }),
  /** API keys have a partition of their own: each request with a key reads its record. */
  apiKey: (apiKeyId: string): Key => ({ pk: "APIKEYS", sk: join("KEY", apiKeyId) }),
  apiKeyHash: (hash: string): Key => ({ pk: join("APIKEY", hash), sk: "APIKEY" }),
  /** `month` is yyyy-mm of the time. */
  audit: (month: string, at: string, id: string): Key => ({ pk: join("AUDIT", month), sk: join(at, id) }),
  configurationStamp: (): Key => ({ pk: "CONFIG", sk: "STAMP" }),
  cursorKey: (): Key => ({ pk: "CONFIG", sk: "CURSORKEY" }),
} as const;

const unescape = (part: string): string => part.replaceAll("%23", "#").replaceAll("%25", "%");

/** The parts of a key's half behind its first, as they were joined. */
export const partsOf = (text: string): readonly string[] => text.split("#").slice(1).map(unescape);

/** Beginnings of sort keys, for queries over one kind of item. */
export const prefixes = {
  channels: join("CHANNEL", ""),
  sectors: join("SECTOR", ""),
  queues: join("QUEUE", ""),
  tags: join("TAG", ""),
  pauseReasons: join("PAUSE", ""),
  cannedResponses: join("RESPONSE", ""),
  agents: join("AGENT", ""),
  apiKeys: join("KEY", ""),
  webhooks: join("WEBHOOK", ""),
  deliveries: join("DELIVERY", ""),
  entries: join("ENTRY", ""),
  seats: join("SEAT", ""),
  sockets: join("SOCKET", ""),
  presence: join("PRESENCE", ""),
  /** A queue's line over all channels. */
  places: join("WAIT", ""),
  line: (channelId: string): string => `${join("WAIT", channelId)}#`,
  openTickets: join("OPEN", ""),
  snoozes: join("UNTIL", ""),
  timers: join("DUE", ""),
} as const;

/** Partitions that hold many items. */
export const partitions = {
  configuration: "CONFIG",
  cannedResponses: "CANNED",
  departures: "DEPARTURES",
  snoozes: "SNOOZED",
  timers: "TIMERS",
  apiKeys: "APIKEYS",
  audit: (month: string): string => join("AUDIT", month),
  webhook: (webhookId: string): string => join("WEBHOOK", webhookId),
  ticket: (ticketId: string): string => join("TICKET", ticketId),
  agent: (agentId: string): string => join("AGENT", agentId),
  sector: (sectorId: string): string => join("SECTOR", sectorId),
  queue: (queueId: string): string => join("QUEUE", queueId),
  contact: (contactId: string): string => join("CONTACT", contactId),
  inspection: (day: string): string => join("INSPECTION", day),
} as const;

/** Sends that are not settled are spread over this many index partitions. */
export const unsentShards = 4;

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a ULID of this time begins with; those of times before 1970 begin like the first. */
const ulidTime = (time: string): string =>
  [...Math.max(0, Date.parse(time)).toString(32).padStart(10, "0")]
    .map((digit) => crockford[Number.parseInt(digit, 32)])
    .join("");

/** Partitions of index 1: where a ticket (or an unsettled send) is now. Sort keys are times, then the ticket id. */
export const places = {
  open: (agentId: string): string => join("OPEN", agentId),
  /** Put away by the agent; sorted by the time of waking. */
  snoozed: (agentId: string): string => join("SNOOZED", agentId),
  bot: (channelId: string): string => join("BOT", channelId),
  /** `month` is yyyy-mm of the closing. Tickets closed before they had a sector are under their channel. */
  closed: (sectorOrChannelId: string, month: string): string => join("CLOSED", sectorOrChannelId, month),
  unsent: (shard: number): string => join("UNSENT", shard.toString()),
  /** All contacts, sorted by name. */
  contacts: "CONTACTS",
  /** How the sort keys of names that begin so begin. */
  nameFrom: (beginning: string): string => join(beginning),
  /** Index 2: a contact's tickets. */
  ofContact: (contactId: string): string => join("CONTACT", contactId),
  /** Index 2: how the ids of tickets begin that open at this time. */
  openedAt: (time: string): string => `tkt_${ulidTime(time)}`,
  at: (time: string, ticketId: string): string => join(time, ticketId),
} as const;
