import type { AgentId } from "../../../shared/contracts/ids.ts";

/**
 * What one person began in this tab: texts that were not sent yet, what they looked at. It outlives a reload but not the tab, and
 * nobody else who signs in here finds it: texts to customers do not lie about on a machine.
 */
type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefix = "balcao-kept ";
const keyOf = (agentId: AgentId, name: string): string => `${prefix}${agentId} ${name}`;

/** What was kept under a name; empty where there is nothing. */
export const readKept = (agentId: AgentId, name: string, kept: Kept = sessionStorage): string =>
  kept.getItem(keyOf(agentId, name)) ?? "";

/** Keeps a text under a name; an empty one is forgotten. */
export function keep(agentId: AgentId, name: string, text: string, kept: Kept = sessionStorage): void {
  if (text === "") kept.removeItem(keyOf(agentId, name));
  else kept.setItem(keyOf(agentId, name), text);
}

/** Forgets what was kept of everybody but one; `null`: of everybody. */
export function forgetKept(except: AgentId | null, kept: Kept = sessionStorage): void {
  const all = Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? "");
  for (const key of all) {
    const isTheirs = except !== null && key.startsWith(keyOf(except, ""));
    if (key.startsWith(prefix) && !isTheirs) kept.removeItem(key);
  }
}
