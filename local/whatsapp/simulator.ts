import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock, LocalLog } from "../aws/types.ts";
import { answerControl } from "./control.ts";
import { type Customer, customerHandle } from "./customer.ts";
import type { Delivery, ReleaseOptions } from "./delivery.ts";
import type { Change } from "./envelope.ts";
import { createFailures, type FailureOrder } from "./failures.ts";
import { answerGraph } from "./graph.ts";
import { type Handshake, shakeHands } from "./handshake.ts";
import { readCall, writeAnswer } from "./http.ts";
import { digits, isUserId, userIdFor } from "./identity.ts";
import { createRateLimiter, type RateLimits } from "./limits.ts";
import { createMediaStore } from "./media.ts";
import type {
  Behaviour,
  BusinessNumber,
  CustomerRecord,
  JsonObject,
  Send,
  SimulatorEvent,
  Template,
} from "./types.ts";
import { accountOf, createWorld, identify, numberOf, postChange, type World } from "./world.ts";

/** What a simulator is made of. */
export interface SimulatorOptions {
  readonly clock: Clock;
  readonly log: LocalLog;
  /** Newest Graph version served; `v26.0` by default. */
  readonly graphVersion?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Callback of numbers registered without their own. */
  readonly webhook?: { readonly url: string };
}

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

/** Starts a simulator. It forgets everything when closed. */
export async function createWhatsAppSimulator(options: SimulatorOptions): Promise<WhatsAppSimulator> {
  const { clock, log, graphVersion = "v26.0", port = 0 } = options;
  const world = createWorld(clock, log);
  const limiter = createRateLimiter();
  const failures = createFailures();
  let origin = "http://127.0.0.1";
  const media = createMediaStore(clock, () => origin);
  const graph = { world, media, limiter, failures, version: graphVersion };

  const server = createServer((request, response) => {
    void (async () => {
      const call = await readCall(request, origin);
      if (call.path[0] === "_simulator") await answerControl(simulator, call, request, response);
      else writeAnswer(response, await answerGraph(graph, call));
    })().catch((error: unknown) => {
      log({
        level: "error",
        message: "the WhatsApp simulator failed",
        path: request.url,
        error: String(error),
      });
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${address.port}`;

  const simulator: WhatsAppSimulator = {
    url: origin,
    port: address.port,
    webhooks: world.deliverer,
    registerNumber: (number) => register(world, number, options.webhook?.url),
    customer(person) {
      const phoneNumberId = person.phoneNumberId ?? firstNumber(world);
      return customerHandle({ world, media, limiter }, findOrCreate(world, person), phoneNumberId);
    },
    customers: () =>
      [...world.customers.values()].map((record) =>
        customerHandle({ world, media, limiter }, record, firstNumber(world)),
      ),
    sends: () => [...world.sends.values()].map(({ send }) => send),
    addTemplate: (wabaId, template) => void accountOf(world, wabaId).templates.push(template),
    behave(phoneNumberId, behaviour) {
      const number = numberOf(world, phoneNumberId);
      number.behaviour = { ...number.behaviour, ...behaviour };
    },
    failNext: (failure) => failures.add(failure),
    clearFailures: () => failures.clear(),
    limit: (limits) => limiter.set(limits),
    verify(phoneNumberId) {
      const { webhookUrl, verifyToken } = numberOf(world, phoneNumberId);
      return shakeHands(webhookUrl, verifyToken);
    },
    post(phoneNumberId, field, value) {
      const number = numberOf(world, phoneNumberId);
      return postChange(world, number, { wabaId: number.wabaId, field, value });
    },
    follow: (listener) => world.follow(listener),
    async idle() {
      while (world.pending.size > 0) await Promise.all(world.pending);
    },
    async close() {
      world.deliverer.close();
      for (const cancel of world.timers) cancel();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await simulator.idle();
    },
  };
  return simulator;
}

function firstNumber(world: World): string {
  const [first] = world.numbers.keys();
  if (first === undefined) throw new Error("register a number with the WhatsApp simulator first");
  return first;
}

function register(world: World, registration: NumberRegistration, defaultUrl: string | undefined): void {
  const { allowList, templates = [], webhookUrl = defaultUrl, ...number } = registration;
  if (webhookUrl === undefined) throw new Error(`number ${number.phoneNumberId} has no webhook address`);
  const known = world.numbers.get(number.phoneNumberId);
  world.numbers.set(number.phoneNumberId, {
    ...number,
    webhookUrl,
    behaviour: known?.behaviour ?? {},
    allowList: allowList && new Set(allowList.map(digits)),
  });
  const account = accountOf(world, number.wabaId);
  account.templates.push(...templates);
}

function findOrCreate(world: World, { waId, userId, name, username }: NewCustomer): CustomerRecord {
  const known =
    (waId === undefined ? undefined : world.phones.get(waId)) ??
    (typeof userId === "string" ? world.userIds.get(userId) : undefined);
  if (known) return known;
  if (waId !== undefined && !/^\d{5,20}$/.test(waId))
    throw new Error(`${waId} is not a WhatsApp number: digits only`);
  if (typeof userId === "string" && !isUserId(userId))
    throw new Error(`${userId} is not a business-scoped user id`);
  const ownUserId = userId ?? (userId === undefined && waId !== undefined ? userIdFor(waId) : undefined);
  const id = waId ?? ownUserId;
  if (id === undefined) throw new Error("a customer needs a number or a user id");
  const record: CustomerRecord = { id, waId: undefined, userId: undefined, name, username, behaviour: {} };
  identify(world, record, { waId, userId: ownUserId });
  world.customers.set(id, record);
  world.emit({ type: "customer", customerId: id });
  return record;
}
