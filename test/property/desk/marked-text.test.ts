import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, type Piece, plainOf, signs } from "../../../web/desk/lib/marked-text/parse.ts";
import { findIn } from "../../../web/desk/lib/marked-text/find.ts";

/** Texts full of what may be a mark. */
const marked = fc
  .array(
    fc.constantFrom(
      ...["*", "_", "~", "`", "```", " ", "\n", "a", "é", "ola", "(", ")", ".", "R$ 50", "👍"],
      ...[
        "https://a.example/b_c_d",
        "www.loja.example",
        "http://",
        "HTTPS://x.example/(y)",
        "javascript:alert(1)",
      ],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));
const text = fc.oneof(marked, fc.string({ unit: "binary", maxLength: 80 }));

/** The text that pieces were made of. */
const written = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if ("pieces" in piece) return signs[piece.kind] + written(piece.pieces) + signs[piece.kind];
      return piece.kind === "mono" ? `\`\`\`${piece.text}\`\`\`` : piece.text;
    })
    .join("");

function* all(
  pieces: readonly Piece[],
  around: readonly string[] = [],
): Generator<[Piece, readonly string[]]> {
  for (const piece of pieces) {
    yield [piece, around];
    if ("pieces" in piece) yield* all(piece.pieces, [...around, piece.kind]);
  }
}

describe("a text with WhatsApp's marks", () => {
  it("is its pieces with their marks, and nothing else", () => {
    fc.assert(
      fc.property(text, (it) => {
        expect(written(parse(it))).toBe(it);
      }),
    );
  });

  it("has links to the web only, and no mark within its own kind", () => {
    fc.assert(
      fc.property(text, (it) => {
        for (const [piece, around] of all(parse(it))) {
          expect(around).not.toContain(piece.kind);
          if (piece.kind === "link") expect(["http:", "https:"]).toContain(new URL(piece.href).protocol);
          if ("pieces" in piece) expect(plainOf(piece.pieces)).toMatch(/^\S[^\n]*$/);
        }
      }),
    );
  });

  it("is read in a time that grows with its length, whatever is not closed", () => {
    for (const part of ["*a ", "_a", "~*_", "```a", "*_~a~_* ", "www."])
      expect(written(parse(part.repeat(20_000)))).toHaveLength(part.length * 20_000);
  });

  it.each([
    ["*Olá*, _tudo_ ~mal~ bem?", "<b>Olá</b>, <i>tudo</i> <s>mal</s> bem?"],
    ["*um _dois_ três*", "<b>um <i>dois</i> três</b>"],
    ["2*3*4 e a_b_c", "2*3*4 e a_b_c"],
    ["* não* e *não *", "* não* e *não *"],
    ["```*x*```", "<m>*x*</m>"],
    ["veja https://a.example/b_c_d.", "veja [https://a.example/b_c_d]."],
    ["(www.loja.example)", "([www.loja.example])"],
    ["javascript:alert(1)", "javascript:alert(1)"],
  ])("reads %s", (given, expected) => {
    const tags = { bold: "b", italic: "i", strike: "s" } as const;
    const draw = (pieces: readonly Piece[]): string =>
      pieces
        .map((piece) => {
          if ("pieces" in piece) return `<${tags[piece.kind]}>${draw(piece.pieces)}</${tags[piece.kind]}>`;
          if (piece.kind === "mono") return `<m>${piece.text}</m>`;
          return piece.kind === "link" ? `[${piece.text}]` : piece.text;
        })
        .join("");
    expect(draw(parse(given))).toBe(expected);
  });
});

describe("finding in a text", () => {
  it("finds what is there, in order and apart, accents and capitals aside", () => {
    fc.assert(
      fc.property(text, fc.constantFrom("a", "E", "olá", "r$", "👍", "__"), (where, wanted) => {
        const ranges = findIn(where, wanted);
        let end = 0;
        for (const [from, to] of ranges) {
          expect(from).toBeGreaterThanOrEqual(end);
          expect(findIn(where.slice(from, to), wanted)).toHaveLength(1);
          end = to;
        }
        if (where.includes(wanted)) expect(ranges.length).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    ["Você está AÍ?", "ai", [[10, 12]]],
    [
      "ação e reação",
      "acao",
      [
        [0, 4],
        [9, 13],
      ],
    ],
    ["o cafe\u0301 frio", "café", [[2, 7]]],
    ["nada", " ", []],
  ])("finds in %s", (where, wanted, expected) => {
    expect(findIn(where, wanted)).toEqual(expected);
  });
});
