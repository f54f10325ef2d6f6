/** The first letters of the first and the last name; `?` for a name without letters or digits. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu) ?? [];
  const [first] = words;
  const last = words.length > 1 ? words.at(-1) : undefined;
  const letter = (word: string | undefined): string => (word === undefined ? "" : ([...word][0] ?? ""));
  return `${letter(first)}${letter(last)}`.toLocaleUpperCase() || "?";
}

/** Always the same one of `count` for the same id. */
export function hueOf(id: string, count: number): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % count;
}
