import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ConditionFailed, StoreBusy, UnreadableItem } from "../../../shared/ports/store.ts";
import { describeError, nameError } from "../../../shared/adapters/describe-error.ts";
import { DeskError } from "../../../shared/contracts/errors.ts";
import { createLog } from "../../../shared/adapters/logger.ts";
import * as z from "zod";

const secret = "oi, meu CPF é 123";

describe("descriptions of errors", () => {
  const zodError = z
    .strictObject({ a: z.array(z.object({ b: z.number() })) })
    .safeParse({ a: [{ b: secret }] }).error as Error;
  const syntaxError = (() => {
    try {
      return JSON.parse(secret) as Error;
    } catch (error) {
      return error as Error;
    }
  })();

  test.each<[string, unknown, string]>([
    ["our own refusal", new DeskError("NOT_FOUND", { text: secret }), "DeskError NOT_FOUND Not found."],
    ["contention", new StoreBusy(), "StoreBusy the store is busy"],
    [
      "conditions",
      new ConditionFailed(new Map([["head", { secret }]])),
      "ConditionFailed condition failed: head",
    ],
    [
      "an unreadable item",
      new UnreadableItem("address", { pk: `ADDRESS#${secret}`, sk: "ADDRESS" }),
      "UnreadableItem address in ADDRESS",
    ],
    ["a value of another shape", zodError, "ZodError a.0.b: invalid_type"],
    ["a text that does not parse", syntaxError, "SyntaxError"],
    ["a mistake", new TypeError(`cannot ${secret}`), "TypeError"],
    ["the network", Object.assign(new Error(secret), { code: "ECONNRESET" }), "Error ECONNRESET"],
    ["no error at all", secret, "a string was thrown"],
  ])("%s", (_, error, name) => {
    expect(nameError(error)).toBe(name);
    expect(JSON.stringify(describeError(new Error(secret, { cause: error })))).not.toContain("CPF");
  });

  test("they say where it happened and what caused it, without end", () => {
    const circular = new TypeError("x");
    circular.cause = circular;
    const described = describeError(new Error("y", { cause: circular }));
    expect(described.frames?.[0]).toMatch(/^at .*logger\.test\.ts/);
    expect(described.cause?.name).toBe("TypeError");
    expect(JSON.stringify(described).match(/TypeError/g)?.length).toBeLessThan(10);
  });

  test("errors of services tell status and request", () => {
    const error = Object.assign(new Error("User: arn is not authorized to perform: x"), {
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 400, requestId: "r-1" },
    });
    expect(describeError(error)).toMatchObject({
      name: "AccessDeniedException",
      message: "User: arn is not authorized to perform: x",
      httpStatus: 400,
      serviceRequestId: "r-1",
    });
  });
});

describe("lines", () => {
  let written: string;
  beforeEach(() => {
    written = "";
    const keep = (chunk: unknown): boolean => {
      written += String(chunk);
      return true;
    };
    vi.spyOn(process.stdout, "write").mockImplementation(keep);
    vi.spyOn(process.stderr, "write").mockImplementation(keep);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const lines = (): Record<string, unknown>[] =>
    written
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  test("carry ids, the service and the level", () => {
    createLog({ service: "api-tickets", level: "INFO" }).info("ticket taken", {
      ticketId: "tkt_1",
      number: 3,
    });
    expect(lines()).toMatchObject([
      { level: "INFO", message: "ticket taken", service: "api-tickets", ticketId: "tkt_1", number: 3 },
    ]);
  });

  test("withhold what is not on the list, and say so", () => {
    createLog({ service: "s", level: "INFO" }).warn("odd", {
      text: secret,
      phone: "5511990000001",
      ticketId: "t",
    });
    expect(lines()).toMatchObject([{ level: "WARN", ticketId: "t", withheld: ["text", "phone"] }]);
    expect(written).not.toMatch(/CPF|5511990000001/);
  });

  test("tell of an error without its content", () => {
    createLog({ service: "s", level: "ERROR" }).error("failed", { requestId: "r" }, new TypeError(secret));
    expect(lines()).toMatchObject([{ level: "ERROR", requestId: "r", cause: { name: "TypeError" } }]);
    expect(written).not.toContain("CPF");
  });

  test("are not written below the level", () => {
    const log = createLog({ service: "s", level: "ERROR" });
    log.info("a");
    log.warn("b");
    expect(lines()).toEqual([]);
  });
});
