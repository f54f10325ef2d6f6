/**
 * What decides on a route once the role was found to be right: each route names one. Whatever is not a person's to see answers
 * as if it did not exist. The decisions themselves are in domain/authorisation.ts.
 */
export const rules = {
  open: "Anybody. Nothing of the business is told or changed.",
  credentials: "Whoever knows the e-mail and its password, or answers what the user pool asks.",
  cookie: "Whoever has the refresh cookie of a session that counts.",
  signature: "Meta: the body's signature, or the token of the handshake, is that of one of the channels.",
  self: "The person who asks, about themselves and nobody else.",
  serving: "The person who asks, about themselves, if they serve a queue.",
  business: "A thing of the whole business: the role alone decides.",
  listing: "The role; the list then holds what the caller may see and nothing else.",
  "sector-read": "A sector that the caller manages, reads, or serves a queue of; an administrator any.",
  "sector-manage": "A sector that the caller manages; an administrator any.",
  "person-see": "A person with a post in a sector that the caller manages; an administrator anybody.",
  "person-manage":
    "A person all of whose sectors the caller manages, and who is neither administrator nor supervisor; only their posts where some sectors are others'. An administrator anybody; a key no administrator.",
  "ticket-see":
    "A ticket of a sector that the caller manages or reads, of a queue they serve, or that they hold; an administrator any. One that has no sector yet: supervisors and administrators, and keys of the whole business; agents who may drop potentials. One that was handed back to the bot is its sector's until its contact is in a line again: of agents, those who may drop potentials and serve the queue it came from see it.",
  "ticket-take": "A ticket that the caller sees, waiting in a queue they serve themselves.",
  "ticket-close": "A ticket that the caller holds, or of a sector they manage; an administrator any.",
  "ticket-transfer": "As `ticket-close`, or waiting in a queue that the caller serves.",
  "ticket-note": "A ticket that the caller sees; not for who only reads.",
  "ticket-each": "Each ticket by the rule of what is done to it.",
  "ticket-open":
    "To hand over: a queue that the caller serves or whose sector they manage; an administrator any, and a key those of its sectors or of the whole business. A ticket that was handed back to the bot: a key, who manages its sector, or who serves the queue it came from. To begin a conversation: a queue that the person serves; an agent needs the permission for it.",
  "ticket-drop":
    "A potential: for administrators and supervisors, and for agents with the permission who serve a queue that takes the channel. One that was handed back: who sees it, other than viewers.",
  contacts: "The role; an agent needs the permission `viewContacts`.",
  "contact-see":
    "Any contact; an agent without the permission `viewContacts` one of whom they hold a ticket that is not closed.",
  "contact-change": "As `contact-see`; whose customer a contact is, administrators and supervisors say.",
  "contact-block":
    "Any contact for administrators and supervisors; for an agent one of whom they hold a ticket that is not closed.",
  "person-pause":
    "A person with a post in a sector that the caller manages, other than administrators; an administrator anybody.",
  "ticket-answer":
    "A ticket that the caller holds; for a key of the whole business, one that is with an external bot.",
  "canned-suggest":
    "For a sector that the caller reads; what an agent makes is a suggestion. For all sectors: an administrator, or a suggestion.",
  "canned-manage": "A canned response of a sector that the caller manages; an administrator any.",
  "canned-withdraw": "As `canned-manage`, or a suggestion of the caller's own that was not approved.",
  "canned-render": "A ticket and an approved canned response that the caller sees, both.",
} as const;

/** The name of a rule. */
export type RuleName = keyof typeof rules;
