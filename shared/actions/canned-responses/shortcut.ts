import { type Change, type ConditionFailed, absent, equals, put, remove } from "../../ports/store.ts";
import type { CannedResponse } from "../../contracts/canned-responses.ts";
import { DeskError } from "../../contracts/errors.ts";
import { ShortcutItem } from "../../contracts/stored/shapes.ts";
import { keys } from "../../contracts/stored/keys.ts";

type Named = Pick<CannedResponse, "id" | "sectorId" | "shortcut">;

const taken = "shortcut";

/** Where a shortcut must be unique: within the sector, or among those for all. */
const scopeOf = ({ sectorId }: Named): string => sectorId ?? "ALL";

/** Gives the shortcut to the response. */
export const takeShortcut = (response: Named): Change => {
  const { id: cannedResponseId, shortcut } = response;
  return put(taken, ShortcutItem, { scope: scopeOf(response), shortcut, cannedResponseId }, absent);
};

/** Lets others have the shortcut. */
export const freeShortcut = (response: Named): Change =>
  remove(
    "former shortcut",
    ShortcutItem,
    keys.shortcut(scopeOf(response), response.shortcut),
    equals(["cannedResponseId"], response.id),
  );

/** Refuses with ALREADY_EXISTS and the shortcut when another response of the scope has it. */
export function refuseTaken(failure: ConditionFailed, shortcut: string | undefined): void {
  if (failure.on(taken)) throw new DeskError("ALREADY_EXISTS", { shortcut }, { cause: failure });
}
