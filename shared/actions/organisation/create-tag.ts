import { ConditionFailed, absent, check, exists, put } from "../../ports/store.ts";
import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "./idempotent.ts";
import { SectorItem, TagItem } from "../../contracts/stored/shapes.ts";
import type { SectorId, TagId } from "../../contracts/ids.ts";
import { type Actor, mayManage } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Random } from "../../ports/ports.ts";
import type { Tag } from "../../contracts/organisation.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** Adds a tag to a sector the person manages. NOT_FOUND for a sector that is missing or not theirs. */
export async function createTag(
  deps: IdempotencyDeps & { readonly random: Random },
  request: Request,
  input: { readonly actor: Actor; readonly sectorId: SectorId; readonly name: string },
): Promise<Tag> {
  const { actor, sectorId, name } = input;
  if (!mayManage(actor, sectorId)) throw new DeskError("NOT_FOUND");
  const first = await firstAnswer<Tag>(deps, request);
  if (first !== undefined) return first;
  const now = deps.clock.now();
  const tag: Tag = {
    id: `tag_${deps.random.ulid(now)}` as TagId,
    version: 1,
    sectorId,
    name,
    createdAt: now,
  };
  try {
    return await commitOnce(deps, request, tag, [
      check("sector", SectorItem, keys.sector(sectorId), exists),
      put("tag", TagItem, tag, absent),
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed && error.on("sector")) {
      throw new DeskError("NOT_FOUND", {}, { cause: error });
    }
    throw error;
  }
}
