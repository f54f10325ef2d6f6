import type { Clock, LocalLog } from "../aws/types.ts";
import { createDeliverer, type Deliverer } from "./delivery.ts";
import { digits, lookupKey } from "./identity.ts";
import { type Change, messagesValue } from "./envelope.ts";
import {
  type Behaviour,
  type BusinessNumber,
  type Conversation,
  type CustomerRecord,
  DEFAULT_BEHAVIOUR,
  type JsonObject,
  type Send,
  type SimulatorEvent,
  type Template,
} from "./types.ts";

/** Hours the customer-service window stays open after the customer's last message. */
const WINDOW_MS = 24 * 3600 * 1000;
/** For how long a contact by phone number keeps the number visible after a username was adopted. */
const NUMBER_MEMORY_MS = 30 * 24 * 3600 * 1000;

/** A registered number with what the simulator keeps about it. */
export interface NumberState extends BusinessNumber {
  behaviour: Partial<Behaviour>;
  /** Test numbers may only write to these (as typed, digits only); undefined: to anyone. */
  allowList: ReadonlySet<string> | undefined;
}

/** An accepted message whose statuses are told. */
export interface Tracked {
  readonly number: NumberState;
  /** Undefined when nobody on WhatsApp has the address. */
  readonly customer: CustomerRecord | undefined;
  readonly send: Send;
  /** The digits it was addressed to; undefined when it went to a user id. */
  readonly toPhone: string | undefined;
}

/** A WhatsApp Business Account. */
export interface AccountState {
  readonly id: string;
  readonly templates: Template[];
  /** Webhooks flow only while an app is subscribed. */
  subscribed: boolean;
  /** Set by `POST subscribed_apps`; replaces the numbers' own callback. */
  overrideUrl: string | undefined;
}

/** Everything the simulated WhatsApp knows. */
export interface World {
  readonly clock: Clock;
  readonly log: LocalLog;
  readonly deliverer: Deliverer;
  readonly numbers: Map<string, NumberState>;
  readonly accounts: Map<string, AccountState>;
  /** By the id of the control API, in order of creation. */
  readonly customers: Map<string, CustomerRecord>;
  /** By every form a phone number is looked up under. */
  readonly phones: Map<string, CustomerRecord>;
  readonly userIds: Map<string, CustomerRecord>;
  /** By number and customer. */
  readonly conversations: Map<string, Conversation>;
  /** Who wrote an inbound message, by wamid. */
  readonly authors: Map<string, CustomerRecord>;
  /** Every accepted send by wamid, in order. */
  readonly sends: Map<string, Tracked>;
  /** Work begun and not finished: first attempts of webhooks and statuses that follow at once. */
  readonly pending: Set<Promise<void>>;
  readonly timers: Set<() => void>;
  emit(event: SimulatorEvent): void;
  follow(listener: (event: SimulatorEvent) => void): () => void;
}

/** An empty world. */
export function createWorld(clock: Clock, log: LocalLog): World {
  const listeners = new Set<(event: SimulatorEvent) => void>();
  const emit = (event: SimulatorEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const world: World = {
    clock,
    log,
    deliverer: createDeliverer({ clock, log, emit, track: (work) => inBackground(world, work) }),
    numbers: new Map(),
    accounts: new Map(),
    customers: new Map(),
    phones: new Map(),
    userIds: new Map(),
    conversations: new Map(),
    authors: new Map(),
    sends: new Map(),
    pending: new Set(),
    timers: new Set(),
    emit,
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return world;
}

/** The number, or an error naming it: for callers inside the simulator, not for the Graph API. */
export function numberOf(world: World, phoneNumberId: string): NumberState {
  const number = world.numbers.get(phoneNumberId);
  if (!number) throw new Error(`no number ${phoneNumberId} is registered with the WhatsApp simulator`);
  return number;
}

/** The account; it is made on first mention. */
export function accountOf(world: World, wabaId: string): AccountState {
  let account = world.accounts.get(wabaId);
  if (!account) {
    account = { id: wabaId, templates: [], subscribed: true, overrideUrl: undefined };
    world.accounts.set(wabaId, account);
  }
  return account;
}

/** The conversation of a customer with a number; it is made on first mention. */
export function conversationOf(world: World, customer: CustomerRecord, phoneNumberId: string): Conversation {
  const key = `${phoneNumberId} ${customer.id}`;
  let conversation = world.conversations.get(key);
  if (!conversation) {
    conversation = {
      lastInboundAt: undefined,
      lastNumberContactAt: undefined,
      inbound: new Map(),
      typingUntil: 0,
      received: [],
    };
    world.conversations.set(key, conversation);
  }
  return conversation;
}

/**
 * Gives a customer identities (the former ones stop working) and makes them findable by these.
 * @throws if another customer already has one of them.
 */
export function identify(
  world: World,
  customer: CustomerRecord,
  { waId, userId }: { readonly waId: string | undefined; readonly userId: string | undefined },
): void {
  const taken = (owner: CustomerRecord | undefined): boolean => owner !== undefined && owner !== customer;
  if (waId !== undefined && taken(world.phones.get(waId)))
    throw new Error(`another customer has the number ${waId}`);
  if (userId !== undefined && taken(world.userIds.get(userId)))
    throw new Error(`another customer has the id ${userId}`);
  const former = customer.waId === undefined ? [] : [customer.waId, lookupKey(customer.waId)];
  for (const key of former) if (world.phones.get(key) === customer) world.phones.delete(key);
  if (customer.userId !== undefined) world.userIds.delete(customer.userId);
  customer.waId = waId;
  customer.userId = userId;
  if (waId !== undefined) {
    world.phones.set(waId, customer);
    if (!world.phones.has(lookupKey(waId))) world.phones.set(lookupKey(waId), customer);
  }
  if (userId !== undefined) world.userIds.set(userId, customer);
}

/** Finds a customer by phone number, exactly as registered first, then with or without the Brazilian ninth digit. */
export function customerByPhone(world: World, phone: string): CustomerRecord | undefined {
  const waId = digits(phone);
  return world.phones.get(waId) ?? world.phones.get(lookupKey(waId));
}

/** Finds a customer by business-scoped user id; never touched by phone number rules. */
export function customerByUserId(world: World, userId: string): CustomerRecord | undefined {
  return world.userIds.get(userId);
}

/** Whether free-form messages may be sent now. */
export function windowOpen(world: World, conversation: Conversation): boolean {
  const { lastInboundAt } = conversation;
  return lastInboundAt !== undefined && world.clock.now() - lastInboundAt < WINDOW_MS;
}

/** The phone number as webhooks may show it: hidden once a username is adopted, unless there was recent contact by it. */
export function visibleWaId(
  world: World,
  customer: CustomerRecord,
  conversation: Conversation,
): string | undefined {
  if (customer.username === undefined) return customer.waId;
  const { lastNumberContactAt } = conversation;
  const recent =
    lastNumberContactAt !== undefined && world.clock.now() - lastNumberContactAt < NUMBER_MEMORY_MS;
  return recent ? customer.waId : undefined;
}

/** Behaviour in force: the customer's over the number's over the default. */
export function behaviourOf(number: NumberState, customer: CustomerRecord | undefined): Behaviour {
  return { ...DEFAULT_BEHAVIOUR, ...number.behaviour, ...customer?.behaviour };
}

/** Posts one `messages` change of a number, `copies` times; resolves after the first attempts. */
export async function postMessages(
  world: World,
  number: NumberState,
  parts: JsonObject,
  copies = 1,
  onAccepted?: () => void,
): Promise<void> {
  await postChange(
    world,
    number,
    { wabaId: number.wabaId, field: "messages", value: messagesValue(number, parts) },
    copies,
    onAccepted,
  );
}

/** Posts a change of any field to where the number's webhooks go; nothing is sent while no app is subscribed. */
export async function postChange(
  world: World,
  number: NumberState,
  change: Change,
  copies = 1,
  onAccepted?: () => void,
): Promise<void> {
  const account = accountOf(world, number.wabaId);
  if (!account.subscribed) {
    world.log({
      level: "warn",
      message: "webhook not sent: no app is subscribed to the account",
      wabaId: account.id,
    });
    return;
  }
  const destination = { url: account.overrideUrl ?? number.webhookUrl, appSecret: number.appSecret };
  const outgoing = { destination, change, ...(onAccepted === undefined ? {} : { onAccepted }) };
  await Promise.all(Array.from({ length: copies }, () => world.deliverer.deliver([outgoing])));
}

/** Lets work go on by itself while `idle` can still wait for it. */
export function inBackground(world: World, work: Promise<void>): void {
  const tracked = work
    .catch((error: unknown) => {
      world.log({ level: "error", message: "the WhatsApp simulator failed", error: String(error) });
    })
    .finally(() => world.pending.delete(tracked));
  world.pending.add(tracked);
}

/** Does work after a delay on the clock, forgotten when the simulator closes; without a delay it begins at once. */
export function later(world: World, delayMs: number, work: () => Promise<void>): void {
  if (delayMs <= 0) {
    inBackground(world, work());
    return;
  }
  const cancel = world.clock.after(delayMs, () => {
    world.timers.delete(cancel);
    inBackground(world, work());
  });
  world.timers.add(cancel);
}

/** Whole seconds as a string, the way messages and statuses carry time. */
export function stamp(ms: number): string {
  return Math.floor(ms / 1000).toString();
}
