import type { KeptTemplate } from "../contracts/whatsapp.ts";

/**
 * What Meta says when it is asked about an account. `refused`: an error of this code. `unknown`: no usable answer came
 * (time-out, cut connection, HTTP 5xx).
 */
export type GraphAnswer<Value> =
  | { readonly kind: "ok"; readonly value: Value }
  | { readonly kind: "refused"; readonly code: number; readonly detail: string }
  | { readonly kind: "unknown"; readonly detail: string };

/** A number as Meta knows it. What Meta leaves out is null. */
export interface NumberFacts {
  readonly displayNumber: string;
  readonly verifiedName: string | null;
  /** `GREEN`, `YELLOW`, `RED`, `UNKNOWN`, or what Meta thinks of next. */
  readonly quality: string | null;
}

/** An app that gets the events of an account. */
export interface Subscription {
  readonly app: string;
  /** Where its events go, where that is not where the app says. */
  readonly callbackUrl: string | null;
}

/** Meta's Graph API as far as it tells of numbers and accounts. */
export interface WhatsAppNumbers {
  number(phoneNumberId: string, accessToken: string): Promise<GraphAnswer<NumberFacts>>;
  /** The apps that are subscribed to a WhatsApp Business Account. */
  subscriptions(wabaId: string, accessToken: string): Promise<GraphAnswer<readonly Subscription[]>>;
  /** The approved templates of an account: at most a thousand. */
  templates(wabaId: string, accessToken: string): Promise<GraphAnswer<readonly KeptTemplate[]>>;
}
