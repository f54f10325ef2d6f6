/** As long as a name may be. */
const longestShortcut = 40;

/** What is typed as a canned response's name, as it is kept: small letters, digits, and dashes in place of spaces. */
export const shortcutOf = (typed: string): string =>
  typed
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-")
    .replaceAll(/[^a-z0-9-]/g, "")
    .slice(0, longestShortcut);

/** The variable that is being written before the caret, from its dollar on; null where none is. */
export function variableAt(
  text: string,
  caret: number,
): { readonly start: number; readonly typed: string } | null {
  const match = /\$([A-Za-z.]*)$/.exec(text.slice(0, caret));
  return match === null ? null : { start: match.index, typed: match[1] ?? "" };
}

/** The shortcut that is being written before the caret: a slash at the beginning of a word; null where none is. */
export function slashAt(
  text: string,
  caret: number,
): { readonly start: number; readonly typed: string } | null {
  const match = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, caret));
  if (match === null) return null;
  const typed = match[1] ?? "";
  return { start: caret - typed.length - 1, typed };
}
