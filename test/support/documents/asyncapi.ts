import { ClientMessage, PongMessage, ServerMessage } from "../../../shared/contracts/socket-messages.ts";
import { contractNames, createSchemas, type Direction, type Names } from "./schemas.ts";
import { isObject, withRefs, type JsonObject } from "./json.ts";
import type * as z from "zod";

const channel: JsonObject = { $ref: "#/channels/socket" };
const inChannel = (name: string): JsonObject => ({ $ref: `#/channels/socket/messages/${name}` });

/** Messages that the server gives as an answer to one of the client's, by the latter's name. */
const replies: Readonly<Record<string, z.ZodObject>> = { ping: PongMessage };

interface Message {
  /** What the message calls itself. */
  readonly name: string;
  readonly schema: z.ZodObject;
}

/** The WebSocket as an AsyncAPI 3.0 document, from the server's side: it `send`s to the desk and `receive`s from it. */
export function asyncApiDocument(version: string): JsonObject {
  const sent = messagesOf(ServerMessage.options, "type");
  const received = messagesOf(ClientMessage.options, "action");
  const schemas = createSchemas(namesWith(received), "draft-7");

  const describe = (messages: readonly Message[], direction: Direction): [string, JsonObject][] =>
    messages.map(({ name, schema }) => [
      name,
      { name, contentType: "application/json", payload: schemas.ref(schema, direction) },
    ]);
  const messages = Object.fromEntries([...describe(received, "input"), ...describe(sent, "output")]);
  const operations: JsonObject = {
    sendToDesk: {
      action: "send",
      channel,
      summary: "What happened, to those whom it concerns",
      messages: sent.map(({ name }) => inChannel(name)),
    },
  };
  for (const { name } of received) {
    const reply = sent.find(({ schema }) => schema === replies[name]);
    operations[`receive${name.charAt(0).toUpperCase()}${name.slice(1)}`] = {
      action: "receive",
      channel,
      messages: [inChannel(name)],
      ...(reply === undefined ? {} : { reply: { channel, messages: [inChannel(reply.name)] } }),
    };
  }

  const { schemas: definitions, rename } = schemas.finish();
  const document: JsonObject = {
    asyncapi: "3.0.0",
    info: {
      title: "Balcão",
      version,
      description:
        "The desk's WebSocket. It carries news only: commands go over the REST API, and a client that lost its socket asks the timeline for what follows the last number it has.",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    servers: {
      desk: {
        host: "{host}",
        pathname: "/{stage}",
        protocol: "wss",
        description: "The URL as `POST /v1/socket` of the REST API answers it.",
        variables: {
          host: { description: "Host of the WebSocket API." },
          stage: { default: "v1", description: "Stage of the WebSocket API." },
        },
        security: [{ $ref: "#/components/securitySchemes/socketTicket" }],
      },
    },
    channels: {
      socket: {
        address: "/",
        description: "One socket of one signed-in person.",
        servers: [{ $ref: "#/servers/desk" }],
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: {
          ws: {
            method: "GET",
            query: {
              type: "object",
              required: ["ticket"],
              properties: {
                ticket: {
                  type: "string",
                  description: "What `POST /v1/socket` gave: opens one socket, within one minute.",
                },
              },
            },
            bindingVersion: "0.1.0",
          },
        },
      },
    },
    operations,
    components: {
      messages,
      schemas: definitions,
      securitySchemes: { socketTicket: { type: "httpApiKey", in: "query", name: "ticket" } },
    },
  };
  const renamed = withRefs(document, rename);
  return isObject(renamed) ? renamed : document;
}

/** Messages under the names they carry in `member`. Throws for a message without one. */
const messagesOf = (options: readonly z.ZodObject[], member: string): readonly Message[] =>
  options.map((schema) => {
    const literal: unknown = schema.shape[member];
    const values = literal instanceof Object && "values" in literal ? literal.values : undefined;
    const [name] = values instanceof Set ? values : [];
    if (typeof name !== "string") throw new Error(`a socket message without a ${member}`);
    return { name, schema };
  });

/** Messages of the client have no name in the contracts: it is made from what they call themselves. */
function namesWith(received: readonly Message[]): Names {
  const names = new Map(contractNames());
  for (const { name, schema } of received) {
    if (!names.has(schema)) names.set(schema, `${name.charAt(0).toUpperCase()}${name.slice(1)}Message`);
  }
  return names;
}
