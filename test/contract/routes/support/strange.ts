import * as fc from "fast-check";

/** Texts of every sort that somebody may put where a text goes. */
export const strangeTexts: readonly string[] = [
  "",
  " ",
  "\0",
  "\u0000x\u0001\u001f",
  "..",
  "../../agents",
  "%00",
  "__proto__",
  "constructor",
  "null",
  "undefined",
  "NaN",
  "-0",
  "1e3",
  "0x10",
  "Infinity",
  "9".repeat(40),
  "ⅷ",
  "\ufeff",
  "\u202e\u2066",
  "e\u0301".repeat(30),
  "👩‍👩‍👧‍👦".repeat(20),
  "𝒳\u{10ffff}\u{f0000}",
  "0000-01-01T00:00:00.000Z",
  "0000-02-29T00:00:00.000Z",
  "0000-02-30T00:00:00.000Z",
  "9999-12-31T23:59:59.999Z",
  "+275760-09-13T00:00:00.000Z",
  "2026-02-29T00:00:00.000Z",
  "$ne",
  "{}",
  "[]",
  "a".repeat(3_000),
];

/** The same, and any others. */
export const texts = fc.oneof(
  fc.constantFrom(...strangeTexts),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: "grapheme-composite", maxLength: 20 }),
);

/** JSON texts to stand in for any value of a body. */
export const strangeJson: readonly string[] = [
  ...["1e400", "-1e400", "1e-400", "-0", "-0.0", "9007199254740993", "1.0", "1E0", "0.1"],
  ...["-9223372036854775809", "123456789012345678901234567890"],
  ...['"\\ud800"', '"\\udc00\\ud800"', '"a\\uDBFFb"', '"\\u0000"', '"\\ud83d\\ude00"', '{"\\ud800":1}'],
  ...['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{}}}', '{"toString":1}', "[[],[[]],{}]"],
  ...["true", "null", "{}", "[]", '""', "[null]", '{"length":-1}', '{"toJSON":"x"}'],
  "[".repeat(1_000) + "]".repeat(1_000),
  '{"a":'.repeat(1_000) + "1" + "}".repeat(1_000),
  JSON.stringify("x".repeat(5_000)),
  JSON.stringify("é👋".repeat(20_000)),
  JSON.stringify(Array.from({ length: 5_000 }, () => null)),
  JSON.stringify(Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`k${at}`, at]))),
];

/** The same, and any others. */
export const snippets: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...strangeJson),
  texts.map((text) => JSON.stringify(text)),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
);

/** Bytes that are no JSON, or no text at all. */
export const garbage: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc.constantFrom<string | Uint8Array>(
    ...[
      "",
      " ",
      "{",
      "[",
      '"',
      "{]",
      "nul",
      "{'a':1}",
      '{"a":1,}',
      "// {}\n{}",
      "\ufeff{}",
      "NaN",
      "undefined",
      "--1",
    ],
    ...["[]", "null", "7", '"text"', "true", "[[[[]]]]", "{}{}", '{"a":01}', '{"a":"\t"}', "a=1&b=2"],
    "[".repeat(100_000),
    "x".repeat(262_145),
    Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
    Buffer.from([0xc0, 0xaf]),
    Buffer.from('{"name":"\xed\xa0\x80"}', "latin1"),
    Buffer.from([0]),
    Buffer.from([0x1f, 0x8b, 8, 0]),
  ),
  fc.uint8Array({ maxLength: 40 }),
);
