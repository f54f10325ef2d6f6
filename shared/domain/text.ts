/** The beginning of a text: at most `length` UTF-16 units, without half a character at its end. */
export const beginning = (text: string, length: number): string => text.slice(0, safeEnd(text, length));

/** A text in pieces of at most `length` (2 or more) UTF-16 units, none of which ends within a character; one piece for none. */
export function pieces(text: string, length: number): readonly string[] {
  const found: string[] = [];
  let from = 0;
  do {
    const to = safeEnd(text, from + length);
    found.push(text.slice(from, to));
    from = to;
  } while (from < text.length);
  return found;
}

/**
 * A JSON value whose texts are Unicode: half of a surrogate pair, which JSON can spell and the table cannot keep, becomes the
 * replacement character.
 */
export function unicode(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(unicode);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), unicode(member)]),
  );
}

/** `end`, or one less where a surrogate pair lies across it. */
function safeEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  const next = text.charCodeAt(end);
  const cuts = last >= 0xd800 && last <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
  return cuts ? end - 1 : end;
}
