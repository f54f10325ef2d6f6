import type { DeliveryProblem } from "../contracts/webhooks.ts";
import type { Time } from "../contracts/values.ts";

/** Which URLs may be given as the receiver of a webhook. */
export interface WebhookTargets {
  /** Why this URL may not be one, in English; undefined when it may. Only what the URL itself says is looked at. */
  refusal(url: string): string | undefined;
}

/** A message for a receiver. */
export interface WebhookPost {
  readonly url: string;
  /** The same in every try of one message. */
  readonly id: string;
  /** When this try is made. */
  readonly at: Time;
  readonly body: string;
  /** `whsec_…`, each of which signs it. */
  readonly secrets: readonly [string, ...string[]];
}

/** What came of a try: the status of the answer, whatever it is, or why there was none. */
export type WebhookOutcome =
  | { readonly kind: "answered"; readonly httpStatus: number; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly problem: DeliveryProblem; readonly milliseconds: number };

/** Posts to receivers of webhooks, and never to an address that is not public. Redirects are not followed. */
export interface WebhookSender {
  post(message: WebhookPost): Promise<WebhookOutcome>;
}
