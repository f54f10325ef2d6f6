import type { Json } from "../contracts/values.ts";

/** Seals the places where lists continue, so that callers can neither read them nor make them up. */
export interface CursorSeal {
  /** `scope` names whose query of what the cursor belongs to: it opens only under the same scope. */
  seal(value: Json, scope: string): string;
  /** Throws DeskError CURSOR_INVALID when the text was tampered with or sealed for another scope. */
  open(text: string, scope: string): Json;
}
