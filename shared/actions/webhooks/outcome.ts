import type { WebhookOutcome } from "../../ports/webhooks.ts";

/** Whether a receiver took what was posted: any 2xx status. */
export const isSuccess = (outcome: WebhookOutcome): boolean =>
  outcome.kind === "answered" && outcome.httpStatus >= 200 && outcome.httpStatus < 300;

/** In fixed words, with no part of the receiver's URL or answer: it goes into logs. */
export const reasonOf = (outcome: WebhookOutcome): string =>
  outcome.kind === "answered" ? `answered with HTTP ${outcome.httpStatus}` : `no answer: ${outcome.problem}`;
