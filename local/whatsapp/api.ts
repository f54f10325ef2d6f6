import type { Customer } from "./customer.ts";
import type { Delivery, ReleaseOptions } from "./delivery.ts";
import type { Change } from "./envelope.ts";
import type { FailureOrder } from "./failures.ts";
import type { Handshake } from "./handshake.ts";
import type { RateLimits } from "./limits.ts";
import type { Behaviour, BusinessNumber, JsonObject, Send, SimulatorEvent, Template } from "./types.ts";

/** A number to register; the callback may come from the simulator's own option. */
export interface NumberRegistration extends Omit<BusinessNumber, "webhookUrl"> {
  readonly webhookUrl?: string;
  /** Makes it a test number that may only write to these. */
  readonly allowList?: readonly string[];
  readonly templates?: readonly Template[];
}

/** A person to create. */
export interface NewCustomer {
  /** Digits with country code, in the form WhatsApp registered it. */
  readonly waId?: string;
  /** Made from the number when left out; null plays someone whose webhooks carry no user id at all. */
  readonly userId?: string | null;
  readonly name: string;
  /** With a username the number is left out of webhooks, unless there was recent contact by it. */
  readonly username?: string;
  /** Number they talk to; the first registered one by default. */
  readonly phoneNumberId?: string;
}

/** The WhatsApp simulator: Meta's Graph API on loopback, and the phones behind it. */
export interface WhatsAppSimulator {
  /** `http://127.0.0.1:PORT`: stands in for `https://graph.facebook.com`. */
  readonly url: string;
  readonly port: number;
  readonly webhooks: WebhookControl;
  /** Adds a number, or changes the one with the same id. */
  registerNumber(number: NumberRegistration): void;
  /** Creates a person; if there already is one with that number or id, that one is returned as it is. */
  customer(person: NewCustomer): Customer;
  customers(): readonly Customer[];
  /** Who can be written to. */
  numbers(): readonly {
    readonly phoneNumberId: string;
    readonly displayPhoneNumber: string;
    readonly name: string;
  }[];
  /** Every send call that was accepted, whether or not its caller saw the answer, oldest first. */
  sends(): readonly Send[];
  addTemplate(wabaId: string, template: Template): void;
  /** How statuses follow, for all customers of a number. */
  behave(phoneNumberId: string, behaviour: Partial<Behaviour>): void;
  /** Lets coming calls fail. */
  failNext(failure: FailureOrder): void;
  /** Forgets failures asked for and not used up. */
  clearFailures(): void;
  /** Switches Meta's rate limits on or off; they start off. */
  limit(limits: Partial<RateLimits>): void;
  /** Runs Meta's verification of a number's callback. */
  verify(phoneNumberId: string): Promise<Handshake>;
  /** Posts a change of any field and shape, signed, through a number's callback. */
  post(phoneNumberId: string, field: string, value: JsonObject): Promise<void>;
  /** Calls back on everything that happens; returns a function that stops it. */
  follow(listener: (event: SimulatorEvent) => void): () => void;
  /** Resolves when no webhook is being posted and no status without a delay is due; retries to come are not waited for. */
  idle(): Promise<void>;
  /** Stops retries, cuts connections and frees the port. */
  close(): Promise<void>;
}

/** Webhook traffic in the hands of a test. */
export interface WebhookControl {
  /** From now on webhooks are kept back. */
  hold(): void;
  held(): readonly Change[];
  /** Lets go of what was kept: in which order, and whether in one batch. */
  release(options?: ReleaseOptions): Promise<void>;
  /** What was posted, with every attempt. */
  log(): readonly Delivery[];
  /** Posts everything not yet accepted again, now. */
  retryNow(): Promise<void>;
}
