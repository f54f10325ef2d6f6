/** A shortcut as the contract has it, from what is typed: small letters without accents, and hyphens for what lies between. */
export const shortcutTyped = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 40);

/** A text with another put where the cursor stands, in place of what is marked, and where the cursor stands then. */
export function inserted(
  text: string,
  from: number,
  to: number,
  piece: string,
): { readonly text: string; readonly cursor: number } {
  // What follows a variable must not be read as part of its name.
  const rest = text.slice(to);
  const gap = /^[A-Za-z0-9.]/.test(rest) ? " " : "";
  return { text: text.slice(0, from) + piece + gap + rest, cursor: from + piece.length + gap.length };
}
