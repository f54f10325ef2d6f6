import { sameValue } from "../../../../shared/domain/equality.ts";

/** The members of `after` that are not as in `before`. */
export function changedOf<Values extends object>(before: Values, after: Values): Partial<Values> {
  const names = Object.keys(after) as (keyof Values)[];
  return Object.fromEntries(
    names.filter((name) => !sameValue(before[name], after[name])).map((name) => [name, after[name]]),
  ) as Partial<Values>;
}

/** Somebody's changes to `base`, upon what the record has become: `theirs` wherever nothing was changed. */
export const rebased = <Values extends object>(base: Values, mine: Values, theirs: Values): Values => ({
  ...theirs,
  ...changedOf(base, mine),
});

/** Whether both changed the same member of `base`, each in another way. */
export function collides<Values extends object>(base: Values, mine: Values, theirs: Values): boolean {
  const changed = changedOf(base, theirs);
  return (Object.keys(changedOf(base, mine)) as (keyof Values)[]).some(
    (name) => name in changed && !sameValue(mine[name], theirs[name]),
  );
}
