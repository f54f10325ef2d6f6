import { type AdministerDeps, administer, refuseStale } from "./administer.ts";
import { type Patch, patched } from "./patch.ts";
import { type Request, firstAnswer } from "./idempotent.ts";
import { SectorItem, TagItem } from "../../contracts/stored/shapes.ts";
import type { SectorId, TagId } from "../../contracts/ids.ts";
import { absent, check, equals, put, remove, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Tag } from "../../contracts/organisation.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { managedSector } from "./read-sector.ts";
import { refuseRemoving } from "./create-queue.ts";
import { untilSettled } from "../timeline/retry.ts";

type OfTag = { readonly actor: Actor; readonly tagId: TagId };

/** Adds a tag to a sector the person manages. NOT_FOUND for a sector that is missing, being removed or not theirs. */
export async function createTag(
  deps: AdministerDeps,
  request: Request,
  input: { readonly actor: Actor; readonly sectorId: SectorId; readonly name: string },
): Promise<Tag> {
  const { actor, sectorId, name } = input;
  await managedSector(deps.store, actor, sectorId);
  const first = await firstAnswer<Tag>(deps, request);
  if (first !== undefined) return first;
  return untilSettled(
    async () => {
      const now = deps.clock.now();
      const id = `tag_${deps.random.ulid(now)}` as TagId;
      const tag: Tag = { id, version: 1, sectorId, name, createdAt: now };
      return administer(deps, {
        actor,
        request,
        act: { action: "created", kind: "tag", resourceId: id, before: null, after: tag },
        changes: [
          check("sector", SectorItem, keys.sector(sectorId), equals(["removing"], null)),
          put("tag", TagItem, tag, absent),
        ],
        answer: tag,
      });
    },
    (failure) => refuseRemoving(failure, "sector"),
  );
}

/** Renames a tag of a sector the person manages. VERSION_CONFLICT with the current record, NOT_FOUND. */
export async function changeTag(deps: AdministerDeps, input: Patch<Pick<Tag, "name">> & OfTag): Promise<Tag> {
  const { actor, tagId, ...patch } = input;
  return untilSettled(
    async () => {
      const before = await managedTag(deps, input);
      const after = patched<Pick<Tag, "name">, Tag>(before, patch);
      if (after === undefined) return before;
      return administer(deps, {
        actor,
        act: { action: "changed", kind: "tag", resourceId: tagId, before, after },
        changes: [put("tag", TagItem, after, versionIs(before.version))],
        answer: after,
      });
    },
    (failure) => refuseStale<Tag>(failure, "tag"),
  );
}

/** Removes a tag of a sector the person manages; closed tickets keep it. NOT_FOUND. */
export async function removeTag(deps: AdministerDeps, input: OfTag): Promise<void> {
  const { actor, tagId } = input;
  await untilSettled(async () => {
    const before = await managedTag(deps, input);
    return administer(deps, {
      actor,
      act: { action: "removed", kind: "tag", resourceId: tagId, before, after: null },
      changes: [remove("tag", TagItem, keys.tag(tagId), versionIs(before.version))],
      answer: {},
    });
  });
}

async function managedTag({ store }: AdministerDeps, { actor, tagId }: OfTag): Promise<Tag> {
  const tag = await store.get(TagItem, keys.tag(tagId));
  if (tag === undefined) throw new DeskError("NOT_FOUND");
  await managedSector(store, actor, tag.sectorId);
  return tag;
}
