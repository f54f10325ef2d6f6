import type { CursorSeal } from "../../ports/cursors.ts";
import { DeskError } from "../../contracts/errors.ts";
import { canonicalJson } from "../../domain/equality.ts";

/** Opens the cursor of a request, if there is one: the order behind which the list continues. */
export function openCursor(
  cursors: CursorSeal,
  cursor: string | undefined,
  scope: unknown,
): string | undefined {
  if (cursor === undefined) return undefined;
  const behind = cursors.open(cursor, canonicalJson(scope));
  if (typeof behind !== "string") throw new DeskError("CURSOR_INVALID");
  return behind;
}

/** The cursor of an answer: null when nothing follows. */
export const sealCursor = (cursors: CursorSeal, next: string | undefined, scope: unknown): string | null =>
  next === undefined ? null : cursors.seal(next, canonicalJson(scope));
