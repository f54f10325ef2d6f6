import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock, LocalLog } from "../aws/types.ts";
import type { NewCustomer, NumberRegistration, WhatsAppSimulator } from "./api.ts";
import { answerControl } from "./control.ts";
import { answerPage } from "./page.ts";
import { customerHandle } from "./customer.ts";
import { createFailures } from "./failures.ts";
import { answerGraph } from "./graph.ts";
import { shakeHands } from "./handshake.ts";
import { readCall, writeAnswer } from "./http.ts";
import { digits, isUserId, userIdFor } from "./identity.ts";
import { createRateLimiter } from "./limits.ts";
import { createMediaStore } from "./media.ts";
import type { CustomerRecord } from "./types.ts";
import { accountOf, createWorld, identify, numberOf, postChange, type World } from "./world.ts";

/** What a simulator is made of. */
export interface SimulatorOptions {
  readonly clock: Clock;
  readonly log: LocalLog;
  /** Newest Graph version served; `v26.0` by default. */
  readonly graphVersion?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Folder of the phone's page, shown under `/phone/`; without it there is none. */
  readonly pages?: string;
  /** Callback of numbers registered without their own. */
  readonly webhook?: { readonly url: string };
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
      else if (call.path[0] === "phone" && options.pages !== undefined)
        await answerPage(options.pages, call, request, response);
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
    numbers: () =>
      [...world.numbers.values()].map(({ phoneNumberId, displayPhoneNumber, name }) => ({
        phoneNumberId,
        displayPhoneNumber,
        name: name ?? displayPhoneNumber,
      })),
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
  const record: CustomerRecord = {
    id,
    waId: undefined,
    userId: undefined,
    name,
    username,
    behaviour: {},
    online: true,
    held: [],
  };
  identify(world, record, { waId, userId: ownUserId });
  world.customers.set(id, record);
  world.emit({ type: "customer", customerId: id });
  return record;
}
