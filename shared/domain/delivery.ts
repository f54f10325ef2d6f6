import type { Delivery, DeliveryFailure, DeliveryStatus } from "../contracts/tickets.ts";
import type { Time } from "../contracts/values.ts";
import type { WebhookStatus } from "../contracts/whatsapp.ts";
import { beginning } from "./text.ts";

/**
 * Statuses in order: what is known later and surer ranks higher, and a rank never falls. `failed` ranks below
 * `delivered`, because Meta has been seen to report a failure of a message that then arrived.
 */
export const deliveryRank: Readonly<Record<DeliveryStatus, number>> = {
  queued: 0,
  sending: 1,
  unconfirmed: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
};

/** The delivery of a message that nobody tried to send yet. */
export const queuedDelivery = (now: Time): Delivery => ({
  status: "queued",
  rank: deliveryRank.queued,
  at: now,
  attempts: 0,
  providerId: null,
  failure: null,
});

/** Our status for one of Meta's, or undefined for those that say nothing of delivery (`deleted`, `warning` …). */
export function statusOf(metaStatus: string): "sent" | "delivered" | "read" | "failed" | undefined {
  switch (metaStatus) {
    case "sent":
    case "delivered":
    case "read":
    case "failed":
      return metaStatus;
    case "played":
      return "read";
    default:
      return undefined;
  }
}

/** Why a status webhook says the message failed. Its useful text is in `error_data.details`. */
export function failureOf(status: WebhookStatus): DeliveryFailure {
  const error = status.errors?.[0];
  const code = error?.code ?? null;
  const detail = error?.error_data?.details ?? error?.message ?? error?.title ?? "";
  return {
    class: code === null ? "other" : failureClass(code),
    providerCode: code,
    detail: beginning(detail, 500),
  };
}

/** What to do after Meta refused a send with this code (docs/whatsapp.md has the table and its sources). */
export type Verdict =
  /** It was not sent: try again after a wait. */
  | { readonly kind: "retry"; readonly seconds: number }
  /** It may have been sent: a status may tell; nobody sends it again by itself. */
  | { readonly kind: "unconfirmed" }
  | { readonly kind: "failed"; readonly class: DeliveryFailure["class"] };

/** After this many begun sends a message that is refused for load is given up. */
const maxAttempts = 6;

/** Codes with which Meta refuses for load, before accepting anything. */
const notSent = new Set([4, 80_007, 130_429, 131_056]);
/** Temporary errors after which the message may be on its way. */
const maybeSent = new Set([1, 2, 131_000, 131_016, 131_057, 133_004]);

/** `attempts` counts the sends begun so far, this one included. */
export function verdict(code: number, httpStatus: number, attempts: number): Verdict {
  if (notSent.has(code)) {
    return attempts >= maxAttempts
      ? { kind: "failed", class: "limit" }
      : { kind: "retry", seconds: backoff(code, attempts) };
  }
  const known = failureClass(code);
  // A code that is in no class, told with a 5xx, may stand for anything.
  if (maybeSent.has(code) || (known === "other" && httpStatus >= 500)) return { kind: "unconfirmed" };
  return { kind: "failed", class: known };
}

/** Meta asks for 4^n seconds after a pair rate limit (131056); 2^n is enough for the others. At most 10 minutes. */
const backoff = (code: number, attempts: number): number =>
  Math.min(code === 131_056 ? 4 ** attempts : 2 ** attempts, 600);

const classes: readonly (readonly [DeliveryFailure["class"], readonly number[]])[] = [
  ["window", [131_047]],
  ["channel", [0, 3, 10, 33, 190, 131_005, 131_045, 133_010]],
  ["account", [368, 131_031, 131_037, 131_042, 131_048, 131_064]],
  ["contact", [131_026, 130_403, 130_472, 131_049, 131_050, 131_021, 130_497, 131_030, 131_062]],
  ["request", [100, 131_008, 131_009, 131_051, 131_052, 131_053, 135_000]],
  [
    "template",
    [
      132_000, 132_001, 132_005, 132_007, 132_012, 132_015, 132_016, 132_018, 132_068, 132_069, 131_063,
      2_388_019,
    ],
  ],
  ["limit", [...notSent]],
];

function failureClass(code: number): DeliveryFailure["class"] {
  if (code >= 200 && code <= 299) return "channel";
  return classes.find(([, codes]) => codes.includes(code))?.[0] ?? "other";
}
