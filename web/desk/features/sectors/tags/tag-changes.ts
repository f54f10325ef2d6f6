import type { TagId } from "../../../../../shared/contracts/ids.ts";

/** A tag on the page: one that is there, or a new one with a key of its own. */
export interface TagDraft {
  readonly key: string;
  readonly id: TagId | null;
  readonly name: string;
}

/** What was done to the tags. */
export interface TagChanges {
  readonly added: readonly TagDraft[];
  readonly renamed: readonly { readonly id: TagId; readonly name: string }[];
  readonly removed: readonly TagId[];
}

/** What has to be asked of the API for the tags to be as they are on the page. */
export function tagChanges(before: readonly TagDraft[], after: readonly TagDraft[]): TagChanges {
  const known = new Map(before.map(({ id, name }) => [id, name]));
  const left = new Set(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => id === null),
    renamed: after.flatMap(({ id, name }) =>
      id !== null && known.get(id) !== name.trim() ? [{ id, name: name.trim() }] : [],
    ),
    removed: before.flatMap(({ id }) => (id !== null && !left.has(id) ? [id] : [])),
  };
}

/** Whether a tag of this name is there already, whatever its case. */
export const isThere = (tags: readonly TagDraft[], name: string, but?: string): boolean =>
  tags.some(
    (tag) => tag.key !== but && tag.name.trim().toLocaleLowerCase() === name.trim().toLocaleLowerCase(),
  );
