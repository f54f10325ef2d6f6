import { type Actor, isKey, mayManage } from "../../domain/authorisation.ts";
import { type CannedResponseDeps, assertVariables, sectorsReadBy } from "./access.ts";
import type { CannedResponseId, SectorId, TicketId } from "../../contracts/ids.ts";
import { CannedResponseItem, SectorItem } from "../../contracts/stored/shapes.ts";
import { type Change, absent, check, equals, put } from "../../ports/store.ts";
import { type Request, firstAnswer } from "../organisation/idempotent.ts";
import { refuseTaken, takeShortcut } from "./shortcut.ts";
import type { CannedResponse } from "../../contracts/canned-responses.ts";
import { DeskError } from "../../contracts/errors.ts";
import { administer } from "../organisation/administer.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { textFrom } from "./suggestion.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Adds a canned response, of a text or of a message that was sent. It can be used at once when the person may decide on it
 * (supervisors in the sectors they manage, administrators everywhere); else it is a suggestion, for a sector the person works
 * in or for all. ALREADY_EXISTS for a shortcut in use, UNKNOWN_VARIABLE, NOT_FOUND for a sector, ticket or message that is missing
 * or not theirs, BAD_REQUEST unless exactly one of `text` and `from` is given, FORBIDDEN for an API key that gives `from`.
 */
export async function createCannedResponse(
  deps: CannedResponseDeps,
  request: Request,
  input: {
    readonly actor: Actor;
    readonly shortcut: string;
    readonly text?: string | undefined;
    readonly from?: { readonly ticketId: TicketId; readonly number: number } | undefined;
    readonly sectorId: SectorId | null;
  },
): Promise<CannedResponse> {
  const { actor, shortcut, sectorId } = input;
  // A scope for texts is not one for tickets.
  if (isKey(actor) && input.from !== undefined)
    throw new DeskError("FORBIDDEN", { reason: "from a message" });
  const decides = mayManage(actor, sectorId);
  const worksThere = sectorId === null || (await sectorsReadBy(deps, actor))(sectorId);
  if (!decides && !worksThere) throw new DeskError("NOT_FOUND");
  const first = await firstAnswer<CannedResponse>(deps, request);
  if (first !== undefined) return first;
  const text = await textOf(deps, input);
  return untilSettled(
    async () => {
      const at = deps.clock.now();
      const id = `can_${deps.random.ulid(at)}` as CannedResponseId;
      const response: CannedResponse = {
        ...{ id, version: 1, shortcut, text, sectorId },
        state: { kind: decides ? "approved" : "suggested", by: actor.id, at },
        suggestedBy: decides ? null : actor.id,
        createdAt: at,
      };
      return administer(deps, {
        actor,
        request,
        act: { action: "created", kind: "canned-response", resourceId: id, before: null, after: response },
        changes: [
          put("canned response", CannedResponseItem, response, absent),
          takeShortcut(response),
          ...sectorStays(sectorId),
        ],
        answer: response,
      });
    },
    (failure) => {
      refuseTaken(failure, shortcut);
      if (failure.on("sector")) throw new DeskError("NOT_FOUND", {}, { cause: failure });
      return undefined;
    },
  );
}

async function textOf(
  deps: CannedResponseDeps,
  { actor, text, from }: Parameters<typeof createCannedResponse>[2],
): Promise<string> {
  if (from !== undefined && text === undefined) return textFrom(deps, actor, from);
  if (text === undefined || from !== undefined)
    throw new DeskError("BAD_REQUEST", { reason: "give either `text` or `from`" });
  assertVariables(text);
  return text;
}

const sectorStays = (sectorId: SectorId | null): readonly Change[] =>
  sectorId === null ? [] : [check("sector", SectorItem, keys.sector(sectorId), equals(["removing"], null))];
