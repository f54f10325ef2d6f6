import type { TagId } from "../../../../../shared/contracts/ids.ts";

/** A tag on the page: one that is there, or a new one. It is known by its key from when it is written. */
export interface TagDraft {
  readonly key: string;
  readonly id: TagId | null;
  readonly name: string;
}

/** A tag that is there. */
export interface KnownTag extends TagDraft {
  readonly id: TagId;
}

/** What a page of tags holds: the tags, and a name that is typed and not added yet. */
export interface TagsTyped {
  readonly tags: readonly TagDraft[];
  readonly newTag: string;
}

/** What was done to the tags. */
export interface TagChanges {
  readonly added: readonly TagDraft[];
  readonly renamed: readonly KnownTag[];
  readonly removed: readonly KnownTag[];
}

/** What has to be asked of the API for the tags that are there to be as they are on the page. */
export function tagChanges(there: readonly KnownTag[], wanted: readonly TagDraft[]): TagChanges {
  const names = new Map(wanted.map(({ key, name }) => [key, name.trim()]));
  const known = new Set(there.map(({ key }) => key));
  return {
    added: wanted.flatMap((tag) => (known.has(tag.key) ? [] : [{ ...tag, name: tag.name.trim() }])),
    renamed: there.flatMap((tag) => {
      const name = names.get(tag.key);
      return name === undefined || name === tag.name ? [] : [{ ...tag, name }];
    }),
    removed: there.filter(({ key }) => !names.has(key)),
  };
}

/** Somebody's changes to `base` upon the tags that are there by now: what others added and removed counts, and so do names of one's own. */
export function mergedTags(
  base: readonly TagDraft[],
  mine: readonly TagDraft[],
  theirs: readonly TagDraft[],
): TagDraft[] {
  const was = new Map(base.map(({ key, name }) => [key, name]));
  const is = new Map(mine.map(({ key, name }) => [key, name]));
  const there = new Set(theirs.map(({ key }) => key));
  const kept = theirs.flatMap((tag) => {
    const name = is.get(tag.key);
    if (name === undefined) return was.has(tag.key) ? [] : [tag];
    return [{ ...tag, name: name === was.get(tag.key) ? tag.name : name }];
  });
  return [...kept, ...mine.filter(({ key }) => !was.has(key) && !there.has(key))];
}

const folded = (name: string): string => name.trim().toLocaleLowerCase();

/** Whether a tag of this name is there already, whatever its case. */
export const isThere = (tags: readonly Pick<TagDraft, "name">[], name: string): boolean =>
  tags.some((tag) => folded(tag.name) === folded(name));

/** The places of tags whose name another one has too, whatever its case; a name that is empty is none. */
export function namedTwice(tags: readonly Pick<TagDraft, "name">[]): ReadonlySet<number> {
  const places = Map.groupBy(tags.keys(), (index) => folded(tags[index]?.name ?? ""));
  return new Set([...places].flatMap(([name, same]) => (name === "" || same.length === 1 ? [] : same)));
}

/** With the name that was typed among the tags; null where there is one of that name, which its field says. */
export function withTyped({ tags, newTag }: TagsTyped, key: string): TagsTyped | null {
  if (newTag.trim() === "") return { tags, newTag: "" };
  if (isThere(tags, newTag)) return null;
  return { tags: [...tags, { key, id: null, name: newTag.trim() }], newTag: "" };
}
