/** The first letters of the first and the last name; `?` for a name without letters or digits. */
export function initials(name: string): string {
  const words = name.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu) ?? [];
  const [first] = words;
  const last = words.length > 1 ? words.at(-1) : undefined;
  const letter = (word: string | undefined): string => (word === undefined ? "" : ([...word][0] ?? ""));
  return `${letter(first)}${letter(last)}`.toLocaleUpperCase() || "?";
}
