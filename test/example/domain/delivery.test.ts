import { describe, expect, it } from "vitest";
import { verdict } from "../../../shared/domain/delivery.ts";

describe("what to do after Meta refused a send", () => {
  it.each([
    ["throughput reached: it was not sent", 130_429, 400, { kind: "retry", seconds: 2 }],
    ["pair rate: Meta asks for 4^n seconds", 131_056, 400, { kind: "retry", seconds: 4 }],
    ["the window is closed", 131_047, 400, { kind: "failed", class: "window" }],
    ["the token does not count, whatever the HTTP status", 190, 401, { kind: "failed", class: "channel" }],
    ["a known code counts more than a 5xx", 131_045, 500, { kind: "failed", class: "channel" }],
    ["any permission code", 230, 403, { kind: "failed", class: "channel" }],
    ["something went wrong: it may have been sent", 131_000, 500, { kind: "unconfirmed" }],
    ["an unknown code with a 5xx may stand for anything", 999_999, 500, { kind: "unconfirmed" }],
    ["an unknown code with a 4xx is a refusal", 999_999, 400, { kind: "failed", class: "other" }],
  ])("%s (%i)", (_, code, httpStatus, expected) => {
    expect(verdict(code, httpStatus, 1)).toEqual(expected);
  });
});
