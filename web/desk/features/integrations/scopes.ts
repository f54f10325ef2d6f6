import type { Scope } from "../../../../shared/contracts/api-keys.ts";

/** Every scope in the order of its choice, under the key of its words: those have no colons. */
export const scopeWords = {
  "config:read": "configRead",
  "config:write": "configWrite",
  "people:read": "peopleRead",
  "people:write": "peopleWrite",
  "tickets:read": "ticketsRead",
  bot: "bot",
} as const satisfies Readonly<Record<Scope, string>>;
