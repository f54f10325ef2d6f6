import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  DynamoDBServiceException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { ConditionFailed, StoreBusy, put, update, versionIs } from "../../shared/ports/store.ts";
import { ThingItem, thing } from "./support/things.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { createDynamoDbStore } from "../../shared/store/dynamodb.ts";
import { delayAfter } from "../../shared/store/retries.ts";
import { mockClient } from "aws-sdk-client-mock";
import { plainItem } from "../../shared/store/attribute-values.ts";

const sent = mockClient(DynamoDBDocumentClient);
const waits: number[] = [];
const store = createDynamoDbStore({
  client: new DynamoDBClient({ region: "us-east-1" }),
  tableName: "table",
  sleep: async (milliseconds) => waits.push(milliseconds),
  random: () => 0.5,
});

const home = "HOME";
const key = (name: string) => ({ pk: home, sk: name });
const $metadata = { httpStatusCode: 400 };
const refusal = (name: string, httpStatusCode = 400) =>
  new DynamoDBServiceException({ name, $fault: "client", $metadata: { httpStatusCode }, message: name });
const cancelled = (...CancellationReasons: readonly CancellationReason[]) =>
  new TransactionCanceledException({
    message: "cancelled",
    $metadata,
    CancellationReasons: [...CancellationReasons],
  });
const none: CancellationReason = { Code: "None" };
const conflict: CancellationReason = { Code: "TransactionConflict" };
const failed: CancellationReason = { Code: "ConditionalCheckFailed" };
const two = [put("a", ThingItem, thing(home, "a")), put("b", ThingItem, thing(home, "b"))];

beforeEach(() => {
  sent.reset();
  waits.length = 0;
});

describe("a crowd of requests", () => {
  it("waits its turn: no more are under way than there are connections", async () => {
    let [underWay, most] = [0, 0];
    sent.on(GetCommand).callsFake(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((later) => setImmediate(later));
      underWay -= 1;
      return {};
    });
    const names = Array.from({ length: 500 }, (_, at) => at.toString());
    await Promise.all(names.map((name) => store.get(ThingItem, key(name))));
    expect([underWay, most]).toEqual([0, 40]);
    expect(sent.commandCalls(GetCommand)).toHaveLength(500);
  });

  it("is held up by nothing that fails", async () => {
    sent.on(GetCommand).rejects(refusal("ValidationException"));
    const names = Array.from({ length: 100 }, (_, at) => at.toString());
    const answers = await Promise.allSettled(names.map((name) => store.get(ThingItem, key(name))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    sent.on(GetCommand).resolves({});
    await expect(store.get(ThingItem, key("a"))).resolves.toBeUndefined();
  });
});

describe("load and contention", () => {
  it.each([
    "InternalServerError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
    "TransactionConflictException",
  ])("%s is waited out", async (name) => {
    sent.on(PutCommand).rejectsOnce(refusal(name)).rejectsOnce(refusal(name)).resolves({});
    await store.commit([put("a", ThingItem, thing(home, "a"))]);
    expect(sent.commandCalls(PutCommand)).toHaveLength(3);
    expect(waits).toEqual([12.5, 25]);
  });

  it("any failure of the service itself counts as load", async () => {
    sent.on(GetCommand).rejectsOnce(refusal("ServiceUnavailable", 503)).resolves({});
    expect(await store.get(ThingItem, key("a"))).toBeUndefined();
  });

  it("after eight tries the store is busy, and says of what", async () => {
    sent.on(PutCommand).rejects(refusal("ThrottlingException"));
    const error: unknown = await store
      .commit([put("a", ThingItem, thing(home, "a"))])
      .catch((it: unknown) => it);
    expect(error).toBeInstanceOf(StoreBusy);
    expect((error as StoreBusy).cause).toMatchObject({ name: "ThrottlingException" });
    expect(sent.commandCalls(PutCommand)).toHaveLength(8);
    expect(waits).toEqual([12.5, 25, 50, 100, 200, 200, 200]);
  });

  it("waits are spread from nothing to a bound that doubles", () => {
    const sleep = async () => undefined;
    expect([1, 2, 3, 4].map((attempt) => delayAfter(attempt, { sleep, random: () => 0 }))).toEqual([
      0, 0, 0, 0,
    ]);
    expect(delayAfter(4, { sleep, random: () => 0.999 })).toBeLessThan(200);
    expect(delayAfter(40, { sleep, random: () => 0.999 })).toBeLessThan(400);
  });

  it("a repeated transaction has the same token, so that a lost answer does no harm", async () => {
    sent
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled(none, conflict))
      .rejectsOnce(cancelled({ Code: "ThrottlingError" }, none))
      .resolves({});
    await store.commit(two);
    const tokens = sent
      .commandCalls(TransactWriteCommand)
      .map(({ args }) => args[0].input.ClientRequestToken);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens)).toEqual(new Set([expect.stringMatching(/^[0-9a-f-]{36}$/)]));
    await store.commit(two);
    expect(sent.commandCalls(TransactWriteCommand).at(-1)?.args[0].input.ClientRequestToken).not.toBe(
      tokens[0],
    );
  });

  it("an addition alone has a token too; another lone update is a plain write", async () => {
    sent.on(TransactWriteCommand).resolves({}).on(UpdateCommand).resolves({});
    await store.commit([update("a", ThingItem, key("a"), { add: [[["load"], 1]] })]);
    await store.commit([update("a", ThingItem, key("a"), { set: [[["load"], 1]] })]);
    expect(sent.commandCalls(TransactWriteCommand)).toHaveLength(1);
    expect(sent.commandCalls(UpdateCommand)).toHaveLength(1);
  });
});

describe("failed conditions", () => {
  const stored = { pk: { S: home }, sk: { S: "a" }, shape: { S: "thing" }, v: { N: "1" } };
  const image = {
    ...stored,
    home: { S: home },
    name: { S: "a" },
    version: { N: "7" },
    limit: { N: "3" },
    on: { BOOL: false },
    state: { NULL: true as const },
    words: { L: [{ S: "x" }] },
    seats: { M: {} },
    since: { S: "1" },
  };
  const current = thing(home, "a", { version: 7, state: null, words: ["x"], since: "1" });

  it("of a plain write bring the item", async () => {
    sent
      .on(UpdateCommand)
      .rejects(new ConditionalCheckFailedException({ message: "no", $metadata, Item: image }));
    const change = update("head", ThingItem, key("a"), { set: [[["limit"], 1]] }, versionIs(6));
    const error: unknown = await store.commit([change]).catch((it: unknown) => it);
    expect(error).toBeInstanceOf(ConditionFailed);
    expect((error as ConditionFailed).failures).toEqual(new Map([["head", current]]));
    expect(waits).toEqual([]);
  });

  it("beside a conflict are no answer yet: the list may be incomplete", async () => {
    sent
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled({ ...failed, Item: image }, conflict))
      .rejectsOnce(cancelled({ ...failed, Item: image }, failed));
    const error: unknown = await store.commit(two).catch((it: unknown) => it);
    expect((error as ConditionFailed).failures).toEqual(
      new Map<string, unknown>([
        ["a", current],
        ["b", undefined],
      ]),
    );
  });

  it("beside a conflict that stays are the answer, not that the store is busy", async () => {
    sent.on(TransactWriteCommand).rejects(cancelled({ ...failed, Item: image }, conflict));
    const error: unknown = await store.commit(two).catch((it: unknown) => it);
    expect((error as ConditionFailed).failures).toEqual(new Map([["a", current]]));
    expect(sent.commandCalls(TransactWriteCommand)).toHaveLength(8);
  });

  it("of changes with one name are told once, by the first", async () => {
    sent.on(TransactWriteCommand).rejects(cancelled({ ...failed, Item: image }, failed));
    const same = [put("a", ThingItem, thing(home, "a")), put("a", ThingItem, thing(home, "b"))];
    const error: unknown = await store.commit(same).catch((it: unknown) => it);
    expect((error as ConditionFailed).failures).toEqual(new Map([["a", current]]));
  });
});

describe("other refusals", () => {
  it("are thrown as they are", async () => {
    const denied = refusal("AccessDeniedException");
    sent.on(GetCommand).rejects(denied).on(PutCommand).rejects(denied);
    await expect(store.get(ThingItem, key("a"))).rejects.toBe(denied);
    await expect(store.commit([put("a", ThingItem, thing(home, "a"))])).rejects.toBe(denied);
    const inTransaction = cancelled(none, { Code: "AccessDenied" });
    sent.on(TransactWriteCommand).rejects(inTransaction);
    await expect(store.commit(two)).rejects.toBe(inTransaction);
    expect(waits).toEqual([]);
  });

  it("of a request that makes no sense are mistakes in the program, named by change", async () => {
    sent.on(TransactWriteCommand).rejects(cancelled(none, { Code: "ValidationError", Message: "bad path" }));
    await expect(store.commit(two)).rejects.toThrow(new TypeError('refused: "b": bad path'));
  });

  it("an attribute of a type the store never writes is refused", () => {
    expect(() => plainItem({ pk: { S: "p" }, sk: { S: "s" }, set: { SS: ["a"] } })).toThrow(TypeError);
    expect(() => plainItem({ pk: { S: "p" } })).toThrow(TypeError);
  });
});

describe("keys left unprocessed", () => {
  const item = (name: string) => ({ ...thing(home, name), pk: home, sk: name, shape: "thing", v: 1 });
  const wanted = ["a", "b"].map((name) => ({ shape: ThingItem, key: key(name) }));

  it("are asked for again at once when others came", async () => {
    sent
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { table: [item("a")] }, UnprocessedKeys: { table: { Keys: [key("b")] } } })
      .resolves({ Responses: { table: [item("b")] } });
    expect(await store.getMany(wanted)).toEqual([thing(home, "a"), thing(home, "b")]);
    expect(sent.commandCalls(BatchGetCommand).at(-1)?.args[0].input.RequestItems?.["table"]?.Keys).toEqual([
      key("b"),
    ]);
    expect(waits).toEqual([]);
  });

  it("all of them, eight times, is a busy store", async () => {
    sent.on(BatchGetCommand).resolves({ UnprocessedKeys: { table: { Keys: [key("a"), key("b")] } } });
    await expect(store.getMany(wanted)).rejects.toThrow(StoreBusy);
    expect(waits).toHaveLength(7);
  });
});
