import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../local/aws/iam/evaluate.ts";
import { matchesPattern } from "../../../local/aws/iam/match.ts";
import { parsePolicy } from "../../../local/aws/iam/policy.ts";
import cases from "./cases.json" with { type: "json" };

const policyOf = (...statements: readonly object[]) =>
  parsePolicy("test", { Version: "2012-10-17", Statement: statements });

describe("cases", () => {
  test.each(cases)("$name", ({ statements, action, resource, context, outcome }) => {
    const defined = Object.entries(context ?? {}).filter((entry) => entry[1] !== undefined);
    const decision = evaluate([policyOf(...statements)], {
      action,
      resource,
      context: Object.fromEntries(defined),
    });
    expect(decision.outcome).toBe(outcome);
    expect(decision.allowed).toBe(outcome === "allow");
  });
});

describe("what cannot be decided is an error", () => {
  const condition = (Condition: object) =>
    policyOf({ Effect: "Deny", Action: "*", Resource: "*", Condition });

  test.each([
    [
      "an unknown operator",
      condition({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
      "IpAddress is not known",
    ],
    [
      "an unknown operator behind one that fails",
      condition({ StringEquals: { k: "v" }, Guess: { k: "v" } }),
      "Guess is not known",
    ],
    ["an inherited name as operator", condition({ constructor: { k: "v" } }), "constructor is not known"],
    [
      "a variable without value",
      policyOf({ Effect: "Allow", Action: "*", Resource: "${aws:username}" }),
      "${aws:username} has no value",
    ],
  ])("%s", (_name, policy, message) => {
    expect(() => evaluate([policy], { action: "a:b", resource: "x" })).toThrow(message);
  });

  test.each([
    ["no action", { Effect: "Allow", Resource: "*" }, "either Action or NotAction"],
    [
      "both resources",
      { Effect: "Allow", Action: "*", Resource: "*", NotResource: "x" },
      "both Resource and NotResource",
    ],
    ["an unknown element", { Effect: "Allow", Action: "*", Resource: "*", Wish: "x" }, "Wish"],
    ["an unknown effect", { Effect: "Maybe", Action: "*", Resource: "*" }, "Effect"],
  ])("a statement with %s", (_name, statement, message) => {
    expect(() => policyOf(statement)).toThrow(message);
  });
});

describe("properties", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "A", ":", "/", ".") });
  const patterns = fc.string({ unit: fc.constantFrom("a", "b", "A", ":", "/", ".", "*", "?") });
  const statements = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.array(patterns, { minLength: 1, maxLength: 3 }),
    Resource: fc.array(patterns, { minLength: 1, maxLength: 3 }),
  });
  const requests = fc.record({ action: letters, resource: letters });
  const policies = fc.array(statements, { maxLength: 6 });

  test("wildcards match as the naive matcher says", () => {
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        expect(matchesPattern(pattern, text)).toBe(naiveMatch(pattern, text));
        expect(matchesPattern(pattern, text, true)).toBe(
          naiveMatch(pattern.toLowerCase(), text.toLowerCase()),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test("a decision is the one of the naive evaluator: deny wins, else any allow, else no", () => {
    fc.assert(
      fc.property(policies, requests, (list, request) => {
        const matching = list.filter(
          ({ Action, Resource }) =>
            Action.some((pattern) => naiveMatch(pattern.toLowerCase(), request.action.toLowerCase())) &&
            Resource.some((pattern) => naiveMatch(pattern, request.resource)),
        );
        const denied = matching.some(({ Effect }) => Effect === "Deny");
        const expected = denied ? "explicit-deny" : matching.length > 0 ? "allow" : "implicit-deny";
        expect(evaluate([policyOf(...list)], request).outcome).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a matching deny added anywhere refuses; without any policy nothing is allowed", () => {
    fc.assert(
      fc.property(policies, requests, fc.nat(6), (list, request, at) => {
        const deny = { Effect: "Deny", Action: [request.action], Resource: [request.resource] };
        expect(
          evaluate([policyOf(...list.toSpliced(at, 0, deny as (typeof list)[number]))], request).allowed,
        ).toBe(false);
        expect(evaluate([], request).outcome).toBe("implicit-deny");
      }),
    );
  });
});

function naiveMatch(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  if (pattern.startsWith("*")) {
    return naiveMatch(pattern.slice(1), text) || (text !== "" && naiveMatch(pattern, text.slice(1)));
  }
  return (
    text !== "" &&
    (pattern[0] === "?" || pattern[0] === text[0]) &&
    naiveMatch(pattern.slice(1), text.slice(1))
  );
}
