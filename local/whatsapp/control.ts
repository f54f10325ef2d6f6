import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import type { Customer } from "./customer.ts";
import type { MessageOptions } from "./customer-messages.ts";
import { type Call, fromThisMachine, writeAnswer } from "./http.ts";
import type { WhatsAppSimulator } from "./api.ts";
import type { Json, JsonObject } from "./types.ts";

const jsonObject = z.record(z.string(), z.json());
const digits = z.string().regex(/^\d+$/);
const statusName = z.enum(["sent", "delivered", "read", "played"]);

const number = z.strictObject({
  phoneNumberId: z.string().min(1),
  wabaId: z.string().min(1),
  displayPhoneNumber: z.string().min(1),
  accessToken: z.string().min(1),
  appSecret: z.string().min(1),
  verifyToken: z.string().min(1),
  name: z.string().min(1).exactOptional(),
  webhookUrl: z.url().exactOptional(),
  allowList: z.array(digits).exactOptional(),
});
const person = z.strictObject({
  waId: digits.exactOptional(),
  userId: z.string().nullable().exactOptional(),
  name: z.string().min(1),
  username: z.string().min(1).exactOptional(),
  phoneNumberId: z.string().exactOptional(),
});
const options = z.strictObject({
  replyTo: z.string().exactOptional(),
  forwarded: z.boolean().exactOptional(),
  referral: jsonObject.exactOptional(),
  lateMs: z.number().nonnegative().exactOptional(),
  copies: z.int().positive().exactOptional(),
  agoMs: z.number().nonnegative().exactOptional(),
  withoutContacts: z.boolean().exactOptional(),
  fields: jsonObject.exactOptional(),
});
/** `type` and the object of that name as in a webhook; media types may leave it out and get a made-up file. */
const message = z.strictObject({
  phoneNumberId: z.string().exactOptional(),
  type: z.string().min(1),
  content: z.json().exactOptional(),
  options: options.exactOptional(),
});
const report = z.strictObject({
  phoneNumberId: z.string().exactOptional(),
  wamid: z.string(),
  status: z.enum(["delivered", "read", "played", "failed"]),
  code: z.int().exactOptional(),
});
const behaviour = z.strictObject({
  statuses: z.array(statusName).exactOptional(),
  delayMs: z.number().nonnegative().exactOptional(),
  copies: z.int().positive().exactOptional(),
  concurrent: z.boolean().exactOptional(),
  beforeReply: z.boolean().exactOptional(),
  opaque: z.boolean().exactOptional(),
  contacts: z.boolean().exactOptional(),
  pricing: z.boolean().exactOptional(),
  refuseClosedWindowAtOnce: z.boolean().exactOptional(),
});
const network = z.strictObject({ online: z.boolean() });
const failure = z.strictObject({
  phoneNumberId: z.string().exactOptional(),
  to: z.string().exactOptional(),
  on: z.enum(["messages", "read", "media", "templates"]).exactOptional(),
  kind: z.enum(["error", "html", "timeout", "cut", "async"]).exactOptional(),
  code: z.int().exactOptional(),
  httpStatus: z.int().min(200).max(599).exactOptional(),
  details: z.string().exactOptional(),
  times: z.int().positive().exactOptional(),
  after: z.boolean().exactOptional(),
});

/** Answers `/_simulator/…`, by which another process plays the customer. */
export async function answerControl(
  simulator: WhatsAppSimulator,
  call: Call,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A page of another origin must not reach this: not by a rebound name, nor by a form that needs no preflight.
  if (!fromThisMachine(request)) return refuse(response, 403, "the control API answers loopback only");
  if (call.method !== "GET" && !call.contentType.startsWith("application/json"))
    return refuse(response, 415, "the control API takes application/json");
  if (call.method === "GET" && call.path[1] === "events") return streamEvents(simulator, response);
  try {
    const json = await run(simulator, call);
    if (json === undefined) refuse(response, 404, `no ${call.method} ${call.url.pathname}`);
    else writeAnswer(response, { status: 200, json });
  } catch (error) {
    // Wrong input from the person at the keyboard: the message is for them.
    refuse(response, 400, error instanceof z.ZodError ? z.prettifyError(error) : String(error));
  }
}

function refuse(response: ServerResponse, status: number, error: string): void {
  writeAnswer(response, { status, json: { error } });
}

async function run(simulator: WhatsAppSimulator, call: Call): Promise<Json | undefined> {
  const [, collection = "", id, part] = call.path;
  const body = (): unknown => (call.body.length === 0 ? {} : JSON.parse(call.body.toString("utf8")));
  if (id !== undefined) {
    if (collection === "customers")
      return runCustomer(simulator, id, `${call.method} ${part ?? ""}`, body, call.url.searchParams);
    if (collection !== "numbers" || call.method !== "POST") return undefined;
    if (part === "behaviour") simulator.behave(id, behaviour.parse(body()));
    else if (part === "verify") return toJson(await simulator.verify(id));
    else return undefined;
    return { ok: true };
  }
  switch (`${call.method} ${collection}`) {
    case "POST numbers":
      simulator.registerNumber(number.parse(body()));
      return { ok: true };
    case "GET numbers":
      return toJson(simulator.numbers());
    case "GET customers":
      return simulator.customers().map(describe);
    case "POST customers":
      return describe(simulator.customer(person.parse(body())));
    case "POST failures":
      simulator.failNext(failure.parse(body()));
      return { ok: true };
    case "GET sends":
      return toJson(simulator.sends());
    case "GET deliveries":
      return toJson(simulator.webhooks.log());
    default:
      return undefined;
  }
}

async function runCustomer(
  simulator: WhatsAppSimulator,
  id: string,
  route: string,
  body: () => unknown,
  query: URLSearchParams,
): Promise<Json | undefined> {
  const found = simulator.customers().find((one) => one.id === id);
  if (!found) throw new Error(`there is no customer ${id}`);
  const on = (phoneNumberId: string | undefined): Customer =>
    phoneNumberId === undefined ? found : found.with(phoneNumberId);
  switch (route) {
    case "GET ":
      return describe(found);
    case "GET received":
      return toJson(found.received());
    case "GET chat":
      return toJson(on(query.get("phoneNumberId") ?? undefined).chat());
    case "POST network":
      await found.setOnline(network.parse(body()).online);
      return { ok: true };
    case "POST messages": {
      const { phoneNumberId, ...rest } = message.parse(body());
      return { wamid: await sendAny(on(phoneNumberId), rest) };
    }
    case "POST statuses": {
      const { phoneNumberId, wamid, status, code } = report.parse(body());
      const customer = on(phoneNumberId);
      if (status === "failed") await customer.fail(wamid, code ?? 131026);
      else if (status === "delivered") await customer.deliver(wamid);
      else if (status === "read") await customer.read(wamid);
      else await customer.play(wamid);
      return { ok: true };
    }
    case "POST behaviour":
      found.behave(behaviour.parse(body()));
      return { ok: true };
    default:
      return undefined;
  }
}

function sendAny(
  { send }: Customer,
  given: { readonly type: string; readonly content?: Json; readonly options?: MessageOptions },
): Promise<string> {
  const content = (given.content ?? {}) as JsonObject;
  switch (given.type) {
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker": {
      const { base64, mimeType, ...rest } = content;
      return send[given.type](
        {
          ...(typeof base64 === "string" ? { bytes: Buffer.from(base64, "base64") } : {}),
          ...(typeof mimeType === "string" ? { mimeType } : {}),
          ...rest,
        },
        given.options,
      );
    }
    default:
      return send.raw(given.type, given.content as JsonObject | undefined, given.options);
  }
}

function describe(customer: Customer): JsonObject {
  const { id, waId = null, userId = null, name, username = null, phoneNumberId } = customer;
  return {
    id,
    waId,
    userId,
    name,
    username,
    phoneNumberId,
    online: customer.isOnline(),
    windowOpen: customer.windowOpen(),
    seesTyping: customer.seesTyping(),
    tellsRead: customer.tellsRead(),
  };
}

/** Server-sent events, one per thing that happens, named by its type. */
function streamEvents(simulator: WhatsAppSimulator, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": connected\n\n");
  const stop = simulator.follow((event) => {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  });
  response.on("close", stop);
}

/** Through JSON, so that what leaves is what was meant to leave: no functions, no undefined. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
