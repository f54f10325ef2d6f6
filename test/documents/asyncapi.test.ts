import { ClientMessage, ServerMessage } from "../../shared/contracts/socket-messages.ts";
import { describe, expect, it } from "vitest";
import { expectAgreement, judge } from "./support/agreement.ts";
import { refsOf, resolve, type JsonObject } from "../support/documents/json.ts";
import { asyncApiDocument } from "../support/documents/asyncapi.ts";
import { Ajv, type SchemaObject } from "ajv";
import specs from "@asyncapi/specs";

const document = asyncApiDocument("1.2.3");
const verdictOf = judge(document, "draft-7");
/** AsyncAPI's own schema of documents. The variant with ids holds a copy of draft-07, which the validator has already. */
const specification = specs.schemasWithoutId["3.0.0"] as SchemaObject;
const isAsyncApi = new Ajv({ strict: false, validateFormats: false }).compile<JsonObject>(specification);

const payload = (name: string) => ({ $ref: `#/components/messages/${name}/payload` });

describe("docs/asyncapi.json", () => {
  it("is an AsyncAPI document", () => {
    expect(isAsyncApi(document), JSON.stringify(isAsyncApi.errors)).toBe(true);
  });

  it("would not be one with a fault in it", () => {
    const faulty: JsonObject = { ...document, operations: { x: { action: "shout" } } };
    expect(isAsyncApi(faulty)).toBe(false);
  });

  it("resolves every reference, and keeps no schema that is not referred to", () => {
    const refs = refsOf(document);
    expect(refs.filter((ref) => resolve(document, ref) === undefined)).toEqual([]);
    const kept = Object.keys(resolve(document, "#/components/schemas") ?? {});
    expect(kept.filter((name) => !refs.includes(`#/components/schemas/${name}`))).toEqual([]);
  });

  it("has every message, on the side that sends it", () => {
    const sent = ServerMessage.options.map((it) => it.shape.type.value);
    const received = ClientMessage.options.map((it) => it.shape.action.value);
    const refsTo = (names: readonly string[]) =>
      names.map((name) => ({ $ref: `#/channels/socket/messages/${name}` }));
    expect(resolve(document, "#/operations/sendToDesk/messages")).toEqual(refsTo(sent));
    expect(resolve(document, "#/operations/receivePing")).toMatchObject({
      action: "receive",
      messages: refsTo(["ping"]),
      reply: { messages: refsTo(["pong"]) },
    });
    expect(Object.keys(resolve(document, "#/channels/socket/messages") ?? {}).toSorted()).toEqual(
      [...sent, ...received].toSorted(),
    );
  });

  it("says how a socket is opened", () => {
    expect(resolve(document, "#/channels/socket/bindings/ws/query")).toMatchObject({
      required: ["ticket"],
      properties: { ticket: { type: "string" } },
    });
  });

  const messages = [
    ...ServerMessage.options.map((it) => [it.shape.type.value, it] as const),
    ...ClientMessage.options.map((it) => [it.shape.action.value, it] as const),
  ];
  it.each(messages)("%s: is what the contract says it is", (name, contract) => {
    expectAgreement(payload(name), contract, document, verdictOf(payload(name)));
  });
});
