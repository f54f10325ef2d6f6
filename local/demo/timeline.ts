import { performance } from "node:perf_hooks";
import type { SingleSocketMessage } from "../../shared/contracts/socket-messages.ts";
import type { DeliveryStatus } from "../../shared/contracts/tickets.ts";

const ticks: Readonly<Record<DeliveryStatus, string>> = {
  queued: "…",
  sending: "…",
  unconfirmed: "? unconfirmed",
  sent: "✓ sent",
  delivered: "✓✓ delivered",
  read: "✓✓ read",
  failed: "✗ failed",
};

/** Prints what happens, in columns: when, who, what. */
export interface Timeline {
  /** Somebody wrote or did something. */
  did(who: string, what: string): void;
  /** A socket brought something to an agent's screen. What is of no ticket is not shown. */
  saw(agent: string, message: SingleSocketMessage): void;
}

/** A timeline that begins now and prints lines with `print`. */
export function startTimeline(print: (line: string) => void): Timeline {
  const began = performance.now();
  const row = (who: string, what: string): void => {
    const seconds = ((performance.now() - began) / 1_000).toFixed(3);
    print(`${seconds.padStart(8)} s  ${who.padEnd(20)}  ${what}`);
  };
  return {
    did: row,
    saw: (agent, message) => {
      const what = describe(message);
      if (what !== undefined) row(`  screen of ${agent.split(" ")[0]}`, `  ${what}`);
    },
  };
}

function describe(message: SingleSocketMessage): string | undefined {
  switch (message.type) {
    case "ticket": {
      const { list, change, head } = message;
      if (list === "waiting")
        return change === "entered" ? `${head.contactName} waits in line` : "left the line";
      if (change === "left") return "left my tickets";
      return `${head.contactName} is mine${head.phase === "open" ? `, protocol ${head.protocol}` : ""}`;
    }
    case "entry":
      return message.entry.type === "message" && message.entry.direction === "in"
        ? `no. ${message.number} arrived`
        : undefined;
    case "message-status":
      return `no. ${message.number} ${ticks[message.delivery.status]}`;
    case "presence":
    case "session-ending":
    case "session-ended":
    case "pong":
      return undefined;
  }
}
