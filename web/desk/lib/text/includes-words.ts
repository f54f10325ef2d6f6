/** A text without capitals and accents, for comparing. */
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();

/** Whether every word that was typed is somewhere in the text, whatever its capitals and accents; nothing typed is in any. */
export function includesWords(text: string, typed: string): boolean {
  const within = plain(text);
  return plain(typed)
    .split(/\s+/u)
    .every((word) => within.includes(word));
}
