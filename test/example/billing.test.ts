import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMeter, type MeterEntry, type MeterLine } from "../../local/aws/front-door/meter.ts";
import { priced, summed } from "../../local/billing/bill.ts";
import { PriceId, PriceList, readPriceList, regions } from "../../local/billing/price-list.ts";
import { billLines } from "../../local/billing/print.ts";
import { usageOf } from "../../local/billing/usage.ts";

const list = readPriceList();

const metered = (...entries: readonly MeterEntry[]): readonly MeterLine[] => {
  const meter = createMeter();
  for (const entry of entries) meter.record(entry);
  return meter.snapshot().lines;
};

const foreground = (): boolean => false;

describe("the price list", () => {
  it("refuses to be read without one of its prices", () => {
    const { "sqs.fifo": _, ...rest } = list.prices;
    expect(PriceList.safeParse({ ...list, prices: rest }).success).toBe(false);
  });

  it("refuses a price nobody vouches for", () => {
    const price = list.prices["sqs.fifo"];
    const unsourced = { ...price, "us-east-1": { usd: 0.5, confidence: "sourced", source: "" } };
    expect(PriceList.safeParse({ ...list, prices: { ...list.prices, "sqs.fifo": unsourced } }).success).toBe(
      false,
    );
  });

  it("is dearer nowhere in Virginia than in São Paulo", () => {
    for (const price of Object.values(list.prices))
      expect(price["us-east-1"].usd).toBeLessThanOrEqual(price["sa-east-1"].usd);
  });
});

describe("a bill", () => {
  it("prices a million of each request at the price of a million", () => {
    const bill = priced({ "lambda.requests": 1e6, "apigateway.rest": 2e6, "dynamodb.writeUnits": 1e6 }, list);
    expect(bill.lines.map(({ id }) => id)).toEqual([
      "apigateway.rest",
      "dynamodb.writeUnits",
      "lambda.requests",
    ]);
    expect(bill.total["us-east-1"]).toBeCloseTo(7 + 0.625 + 0.2, 10);
    expect(bill.total["sa-east-1"]).toBeCloseTo(8.5 + 0.9375 + 0.2, 10);
    expect(bill.pricesReadIn).toBe("2026-11");
  });

  it("counts each unit in its own measure", () => {
    const bill = priced({ "s3.writes": 1_000, "logs.gigabytes": 2, "secretsmanager.requests": 10_000 }, list);
    expect(bill.total["us-east-1"]).toBeCloseTo(0.005 + 1 + 0.05, 10);
  });

  it("leaves out what was not used", () => {
    expect(priced({ "sqs.fifo": 0 }, list)).toEqual({
      pricesReadIn: "2026-11",
      lines: [],
      total: { "us-east-1": 0, "sa-east-1": 0 },
    });
  });

  it.each([-1, Number.NaN, Infinity])("refuses %s of anything", (quantity) => {
    expect(() => priced({ "sqs.fifo": quantity }, list)).toThrow(RangeError);
  });

  it("costs the same whether the parts are summed before or after", () => {
    const quantities = fc.dictionary(fc.constantFrom(...PriceId.options), fc.nat(1e6));
    fc.assert(
      fc.property(quantities, quantities, (a, b) => {
        const together = priced(summed([a, b]), list).total;
        const [first, second] = [priced(a, list).total, priced(b, list).total];
        for (const region of regions) expect(together[region]).toBeCloseTo(first[region] + second[region], 8);
      }),
    );
  });

  it("fits a terminal of 100 columns", () => {
    const everything = Object.fromEntries(PriceId.options.map((id) => [id, 1_234_567.5]));
    const lines = billLines(priced(everything, list));
    expect(lines).toHaveLength(PriceId.options.length + 2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines.at(-1)).toContain("total");
  });
});

describe("what the meter counted", () => {
  it("becomes what AWS bills", () => {
    const lines = metered(
      { functionId: "Inbound", service: "lambda", operation: "Invoke", calls: 2, gbSeconds: 0.25 },
      { functionId: "Inbound", service: "dynamodb", operation: "TransactWriteItems", writeUnits: 12 },
      { functionId: "Inbound", service: "dynamodb", operation: "Query", readUnits: 0.5 },
      { functionId: "Webhook", service: "sqs", operation: "SendMessage", requests: 3 },
      { functionId: "Webhook", service: "secretsmanager", operation: "GetSecretValue" },
      {
        functionId: "Relay",
        service: "execute-api",
        operation: "PostToConnection",
        requests: 2,
        bytesIn: 2 ** 20,
      },
      { functionId: "anonymous", service: "apigateway", operation: "WebSocketMessage" },
      { functionId: "Webhook", service: "logs", operation: "PutLogEvents", bytesIn: 2 ** 29 },
    );
    const { work, idle } = usageOf(lines, foreground);
    expect(work).toMatchObject({
      "lambda.requests": 2,
      "lambda.gigabyteSeconds": 0.25,
      "dynamodb.writeUnits": 12,
      "dynamodb.readUnits": 0.5,
      "sqs.fifo": 3,
      "secretsmanager.requests": 1,
      "apigateway.socketMessages": 3,
      "internet.gigabytes": 2 ** -10,
    });
    expect(work["logs.gigabytes"]).toBeCloseTo(0.5, 5);
    expect(idle).toEqual({});
  });

  it("charges REST requests with what they send and log", () => {
    const lines = metered({
      functionId: "anonymous",
      service: "apigateway",
      operation: "RestRequest",
      calls: 4,
      bytesOut: 2 ** 30,
    });
    const { work } = usageOf(lines, foreground);
    expect(work["apigateway.rest"]).toBe(4);
    expect(work["internet.gigabytes"]).toBe(1);
    expect(work["logs.gigabytes"]).toBeGreaterThan(0);
    expect(work["apigateway.socketMessages"]).toBeUndefined();
  });

  it("tells receives that brought messages from those that brought none", () => {
    const lines = metered(
      { functionId: "Inbound", service: "sqs", operation: "ReceiveMessage", calls: 10 },
      { functionId: "Inbound", service: "sqs", operation: "DeleteMessageBatch", calls: 3 },
      { functionId: "Inbound", service: "lambda", operation: "Invoke", calls: 3, gbSeconds: 0.1 },
      { functionId: "Routing", service: "sqs", operation: "ReceiveMessage", calls: 5 },
    );
    const { work, idle } = usageOf(lines, foreground);
    expect(work["sqs.fifo"]).toBe(6);
    expect(idle["sqs.fifo"]).toBe(12);
  });

  it("keeps background functions and open sockets out of the work", () => {
    const lines = metered(
      { functionId: "Sweep", service: "lambda", operation: "Invoke", calls: 2, gbSeconds: 0.2 },
      { functionId: "Sweep", service: "dynamodb", operation: "Query", readUnits: 3 },
      {
        functionId: "anonymous",
        service: "apigateway",
        operation: "WebSocketConnection",
        requests: 0,
        connectionMinutes: 7,
      },
    );
    const { work, idle } = usageOf(lines, (id) => id === "Sweep");
    expect(work).toEqual({});
    expect(idle).toEqual({
      "lambda.requests": 2,
      "lambda.gigabyteSeconds": 0.2,
      "dynamodb.readUnits": 3,
      "dynamodb.writeUnits": 0,
      "scheduler.invocations": 2,
      "apigateway.socketMinutes": 7,
    });
  });

  it("bills nobody for the operator, sign-in and schedules", () => {
    const lines = metered(
      { functionId: "operator", service: "dynamodb", operation: "PutItem", writeUnits: 5 },
      { functionId: "Access", service: "cognito-idp", operation: "AdminInitiateAuth" },
      { functionId: "Relay", service: "scheduler", operation: "CreateSchedule" },
    );
    expect(usageOf(lines, foreground)).toEqual({ work: {}, idle: {} });
  });

  it("prices reads and writes of S3 apart, and deletes not at all", () => {
    const of = (operation: string): MeterEntry => ({ functionId: "Media", service: "s3", operation });
    const { work } = usageOf(
      metered(of("GetObject"), of("HeadObject"), of("PutObject"), of("DeleteObject")),
      foreground,
    );
    expect(work).toEqual({ "s3.reads": 2, "s3.writes": 1 });
  });

  it("refuses a service it has no price for", () => {
    const lines = metered({ functionId: "X", service: "kms", operation: "Decrypt" });
    expect(() => usageOf(lines, foreground)).toThrow("there is no price for kms Decrypt");
  });
});
