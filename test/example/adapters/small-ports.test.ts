import { describe, expect, test } from "vitest";
import { Time } from "../../../shared/contracts/values.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { createRandom } from "../../../shared/adapters/random.ts";
import { digest } from "../../../shared/adapters/digest.ts";
import { systemClock } from "../../../shared/adapters/clock.ts";

test("the clock tells an instant in the form that is stored", () => {
  expect(Time.safeParse(systemClock.now()).success).toBe(true);
});

describe("random", () => {
  const random = createRandom();
  const at = "2026-11-23T12:00:00.000Z" as Time;

  test("ULIDs of one instant grow, also when the clock goes back", () => {
    const earlier = "2026-11-23T11:59:59.000Z" as Time;
    const made = [at, at, earlier, at, earlier].map((time) => random.ulid(time));
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(5);
    for (const ulid of made) expect(ulid).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  test("digits are as many as asked, zeros included", () => {
    expect(random.digits(0)).toBe("");
    expect(random.digits(500)).toMatch(/^\d{500}$/);
    expect(new Set(random.digits(2_000)).size).toBe(10);
  });

  test("a secret is 256 bits of URL-safe text", () => {
    expect(random.secret()).toMatch(/^[\w-]{43}$/);
    expect(random.secret()).not.toBe(random.secret());
  });
});

describe("digest", () => {
  test("known answers of SHA-256 and HMAC-SHA256 (RFC 4231, case 2)", () => {
    expect(digest.sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(digest.hmac("Jefe", "what do ya want for nothing?")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    expect(digest.sha256(Buffer.from("é"))).toBe(digest.sha256("é"));
  });

  test.each([
    ["abc", "abc", true],
    ["abc", "abd", false],
    ["abc", "abcd", false],
    ["", "", true],
    ["é", "ab", false],
  ])("%j and %j: %s", (a, b, equal) => {
    expect(digest.equal(a, b)).toBe(equal);
  });
});

describe("cursor seal", () => {
  const seal = createCursorSeal("0123456789abcdef".repeat(4));
  const value = { after: "ENTRY#0000000012", n: [1, null, "é"] };

  test("what was sealed opens under its scope", () => {
    expect(seal.open(seal.seal(value, "listTickets agt_1"), "listTickets agt_1")).toEqual(value);
  });

  test("it can neither be read nor recognised", () => {
    const text = seal.seal(value, "s");
    expect(text).toMatch(/^[\w-]+$/);
    expect(Buffer.from(text, "base64url").toString("latin1")).not.toContain("ENTRY");
    expect(seal.seal(value, "s")).not.toBe(text);
  });

  const sealed = seal.seal(value, "scope");
  const flipped = (at: number): string => {
    const bytes = Buffer.from(sealed, "base64url");
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes.toString("base64url");
  };
  test.each([
    ["another scope", sealed, "scope2"],
    ["no scope", sealed, ""],
    ["a changed nonce", flipped(0), "scope"],
    ["a changed tag", flipped(12), "scope"],
    ["a changed content", flipped(30), "scope"],
    ["a missing end", sealed.slice(0, -4), "scope"],
    ["something behind it", `${sealed}=`, "scope"],
    ["a blank inside", `${sealed.slice(0, 8)} ${sealed.slice(8)}`, "scope"],
    ["nothing", "", "scope"],
    ["nonsense", "first-page", "scope"],
    ["another key", createCursorSeal("f".repeat(64)).seal(value, "scope"), "scope"],
  ])("%s does not open", (_, text, scope) => {
    expect(() => seal.open(text, scope)).toThrow(expect.objectContaining({ code: "CURSOR_INVALID" }));
  });

  test.each(["", "abc", "g".repeat(64)])("the key %j is refused", (key) => {
    expect(() => createCursorSeal(key)).toThrow(TypeError);
  });
});
