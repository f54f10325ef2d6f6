import { useRef } from "react";
import type { SectorId } from "../../../../../shared/contracts/ids.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { type KnownTag, type TagDraft, tagChanges } from "./tag-changes.ts";
import { useActKey } from "../../../lib/forms/use-act-key.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/**
 * Makes the tags of a sector those of the page, one after the other. What was done before a failure is known and not done again,
 * whatever is edited in between.
 */
export function useSaveTags() {
  const { call } = useDesk();
  const keyOf = useActKey();
  const there = useRef<readonly KnownTag[]>([]);
  const save = async (sectorId: SectorId, tags: readonly TagDraft[]): Promise<void> => {
    const { added, renamed, removed } = tagChanges(there.current, tags);
    for (const { id: tagId } of removed) {
      await gone(call("removeTag", { params: { tagId } }));
      there.current = there.current.filter(({ id }) => id !== tagId);
    }
    for (const tag of renamed) {
      await call("changeTag", { params: { tagId: tag.id }, body: { name: tag.name } });
      there.current = there.current.map((it) => (it.id === tag.id ? tag : it));
    }
    for (const { key, name } of added) {
      const options = { idempotencyKey: keyOf({ sectorId, name }, key) };
      const { id } = await call("createTag", { params: { sectorId }, body: { name } }, options);
      there.current = [...there.current, { key, id, name }];
    }
  };
  return {
    save,
    /** Takes in what is there by now, and gives it as drafts: a tag that was made here keeps the key that it has on the page. */
    know(tags: readonly Pick<KnownTag, "id" | "name">[]): readonly KnownTag[] {
      const keys = new Map(there.current.map(({ id, key }) => [id, key]));
      there.current = tags.map(({ id, name }) => ({ key: keys.get(id) ?? id, id, name }));
      return there.current;
    },
  };
}

/** What is not there any more is removed. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "NOT_FOUND")) throw error;
  }
}
