import type { RouteName } from "../../../../shared/contracts/routes/table.ts";

/** Every administrative change leaves a record, and says that the configuration changed. */
const administered = ["audit", "configuration-stamp"] as const;
const created = [...administered, "idempotency"] as const;
const people = [...administered, "agent", "agent-listing", "seat", "sector"] as const;
/** Whoever is out gives back what they hold. */
const released = [
  "agent",
  "agent-listing",
  "seat",
  "presence",
  "socket",
  "agent-socket",
  "socket-ticket",
] as const;
const tickets = ["head", "entry", "place", "seat"] as const;
const closed = [...tickets, "open-ticket", "last-ticket", "snooze"] as const;

/**
 * The kinds of items that a success of each route may write: written down, not derived. A route that is not here may write
 * nothing. A new route that writes has to say what.
 */
export const writes: Partial<Readonly<Record<RouteName, readonly string[]>>> = {
  signIn: ["sign-in-attempts"],
  answerChallenge: ["sign-in-attempts"],
  signOut: [...released, "audit"],
  confirmMfa: ["audit"],
  removeMfa: ["audit"],
  openSocket: ["socket-ticket"],
  setPresence: ["seat", "presence"],
  changeSettings: [...administered, "settings"],
  createPauseReason: [...created, "pause-reason"],
  changePauseReason: [...administered, "pause-reason"],
  removePauseReason: [...administered, "pause-reason"],
  createChannel: [...created, "channel", "phone-number", "live-tickets"],
  changeChannel: [...administered, "channel"],
  removeChannel: [...administered, "channel", "phone-number", "live-tickets"],
  createSector: [...created, "sector", "queue", "agent", "agent-listing", "seat"],
  changeSector: [...administered, "sector", "agent", "agent-listing", "seat"],
  removeSector: [...administered, ...people, ...tickets, "queue", "tag"],
  createQueue: [...created, "queue", "agent", "agent-listing", "seat"],
  changeQueue: [...administered, "queue"],
  setQueueAgents: people,
  removeQueue: [...people, ...tickets, "queue"],
  createTag: [...created, "tag"],
  changeTag: [...administered, "tag"],
  removeTag: [...administered, "tag"],
  createAgent: [...created, ...people, "login"],
  changeAgent: [...people, ...released, "agent-photo"],
  removeAgent: [...people, ...released, "agent-photo", "login", "former-agent"],
  setAgentPassword: [...administered, ...released],
  signAgentOut: [...administered, ...released],
  setAgentPresence: ["audit", "seat", "presence"],
  createCannedResponse: [...created, "canned-response", "shortcut"],
  changeCannedResponse: [...administered, "canned-response", "shortcut"],
  removeCannedResponse: [...administered, "canned-response", "shortcut"],
  /** A rejected one gives its shortcut back. */
  decideCannedResponse: [...administered, "canned-response", "shortcut"],
  rotateIdentitySecret: [...created, "channel"],
  createWebhook: [...created, "webhook", "webhook-secrets"],
  changeWebhook: [...administered, "webhook"],
  removeWebhook: [...administered, "webhook", "webhook-secrets"],
  rotateWebhookSecret: [...created, "webhook", "webhook-secrets"],
  testWebhook: ["webhook-delivery"],
  createApiKey: ["audit", "api-key", "api-key-hash"],
  removeApiKey: ["audit", "api-key", "api-key-hash"],
  createContact: ["audit", "idempotency", "contact", "address"],
  changeContact: ["audit", "contact"],
  setContactBlock: ["audit", "contact"],
  openTicket: [
    ...tickets,
    "open-ticket",
    "protocol",
    "contact",
    "address",
    "callback",
    "client-message",
    "idempotency",
  ],
  takeTicket: tickets,
  closeTicket: closed,
  sendMessage: ["head", "entry", "client-message"],
  addNote: ["head", "entry", "idempotency"],
  markRead: ["head", "entry"],
  markUnread: ["head", "entry"],
  setTags: ["head", "entry"],
  transferTicket: tickets,
  snoozeTicket: ["head", "entry", "seat", "snooze"],
  wakeTicket: [...tickets, "snooze"],
  handBack: [...tickets, "snooze"],
  dropTicket: ["head", "entry", "open-ticket", "last-ticket"],
  bulkTickets: closed,
};

/** Attempts to sign in are counted before they are made, so refused ones leave their count; nothing else may be left. */
export const leftByRefusals: Partial<Readonly<Record<RouteName, readonly string[]>>> = {
  signIn: ["sign-in-attempts"],
  answerChallenge: ["sign-in-attempts"],
};

/** What may be written about a sector that is not the caller's: a ticket of theirs is sent to whatever sector is open. */
export const sentElsewhere: Partial<Readonly<Record<RouteName, readonly string[]>>> = {
  transferTicket: ["place", "seat"],
  bulkTickets: ["place", "seat"],
};

/** What a parameter of a route names: of these kinds a success may touch that one thing only. */
export const namedBy: Readonly<Record<string, readonly string[]>> = {
  sectorId: ["sector"],
  queueId: ["queue"],
  tagId: ["tag"],
  agentId: ["agent", "agent-listing", "agent-photo", "former-agent"],
  channelId: ["channel"],
  cannedResponseId: ["canned-response"],
  pauseReasonId: ["pause-reason"],
  webhookId: ["webhook", "webhook-secrets", "webhook-delivery"],
  apiKeyId: ["api-key"],
  contactId: ["contact", "address"],
  ticketId: ["head", "entry", "place", "snooze", "client-message"],
};
