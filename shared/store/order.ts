import type { Query } from "../ports/store.ts";

/**
 * Compares as the table does: by UTF-8 bytes. That differs from comparing strings only where a character outside the
 * basic plane (a pair of surrogates) meets one from U+E000 to U+FFFF.
 */
export const compareText = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return weight(a) - weight(b);
  }
  return left.length - right.length;
};

const weight = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** The least text greater than every text that begins with `prefix`, or undefined when there is none. */
export const endOfPrefix = (prefix: string): string | undefined => {
  const points = Array.from(prefix);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last < 0x10ffff) {
      // Surrogates are no characters of their own.
      const next = last + 1 === 0xd800 ? 0xe000 : last + 1;
      return points.join("") + String.fromCodePoint(next);
    }
  }
  return undefined;
};

/** Sort keys from `from` (included) up to `to` (excluded); undefined is no bound. */
export interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The one range that `prefix`, `after` and `before` make together, or undefined when nothing can be in it. */
export const rangeOf = (query: Pick<Query, "prefix" | "after" | "before">): Range | undefined => {
  const { prefix = "", after, before } = query;
  // Nothing sorts between a text and the same text followed by U+0000.
  const from = greatest(
    prefix === "" ? undefined : prefix,
    after === undefined ? undefined : `${after}\u0000`,
  );
  const to = least(endOfPrefix(prefix), before);
  return to !== undefined && compareText(from ?? "", to) >= 0 ? undefined : { from, to };
};

const greatest = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined ? (a ?? b) : compareText(a, b) >= 0 ? a : b;

const least = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || b === undefined ? (a ?? b) : compareText(a, b) <= 0 ? a : b;
