/** Puts the caret of a field to a place once what was written there is shown, and focuses it. */
export function putCaret(field: HTMLTextAreaElement | null, place: number): void {
  requestAnimationFrame(() => {
    field?.focus();
    field?.setSelectionRange(place, place);
  });
}

/** Where a piece stands that was at `start` a moment ago: there, or wherever it has moved to; null where it is gone. */
export function placeOf(text: string, piece: string, start: number): readonly [number, number] | null {
  const at = text.startsWith(piece, start) ? start : text.indexOf(piece);
  return at === -1 ? null : [at, at + piece.length];
}

/** A text with something written over what is selected in it, and where the caret is after that. */
export function inserted(
  text: string,
  [start, end]: readonly [number, number],
  piece: string,
): { readonly text: string; readonly caret: number } {
  return { text: text.slice(0, start) + piece + text.slice(end), caret: start + piece.length };
}
