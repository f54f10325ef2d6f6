import { sameValue } from "../../shared/domain/equality.ts";
import type { Problem } from "./problems.ts";
import { type KnownThing, type Thing, type WantedThing, identity, kinds } from "./things.ts";

type Value = Thing["fields"][string];

/** A field that is to be another. */
export interface FieldChange {
  readonly field: string;
  readonly from: Value;
  readonly to: Value;
}

/** What is to become of a thing that the file names. */
export type Difference =
  | { readonly action: "create"; readonly thing: WantedThing }
  | {
      readonly action: "change";
      readonly thing: WantedThing;
      readonly known: KnownThing;
      readonly changes: readonly FieldChange[];
    }
  | { readonly action: "leave"; readonly thing: WantedThing; readonly known: KnownThing };

/** What applying a file would do to a desk. */
export interface Plan {
  /** By kind, and within a kind in the order of the file. */
  readonly differences: readonly Difference[];
  /** On the desk and not in the file: nothing happens to them. */
  readonly others: readonly KnownThing[];
}

/** Compares what is wanted with what there is. Pure; a field that the file leaves out is no difference. */
export function planOf(wanted: readonly WantedThing[], known: readonly KnownThing[]): Plan {
  const there = new Map(known.map((thing) => [identity(thing), thing]));
  const named = new Set(wanted.map(identity));
  const differences = kinds.flatMap((kind) =>
    wanted
      .filter((thing) => thing.kind === kind)
      .map((thing) => difference(thing, there.get(identity(thing)))),
  );
  return {
    differences,
    others: known.filter((thing) => thing.kind !== "settings" && !named.has(identity(thing))),
  };
}

function difference(thing: WantedThing, known: KnownThing | undefined): Difference {
  if (known === undefined) return { action: "create", thing };
  const changes = Object.entries(thing.fields).flatMap(([field, to]) => {
    const from = known.fields[field] ?? null;
    return sameValue(from, to) ? [] : [{ field, from, to }];
  });
  return changes.length === 0
    ? { action: "leave", thing, known }
    : { action: "change", thing, known, changes };
}

/** Whether there is nothing to do. */
export const isEmpty = ({ differences }: Plan): boolean =>
  differences.every(({ action }) => action === "leave");

/** What keeps a plan from being made or carried out, that only file, desk and environment together show. */
export function planProblems(
  plan: Plan,
  known: readonly KnownThing[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly Problem[] {
  const counts = new Map<string, number>();
  for (const thing of known) counts.set(identity(thing), (counts.get(identity(thing)) ?? 0) + 1);
  return plan.differences.flatMap(({ action, thing }): readonly Problem[] => {
    const { path, kind, label } = thing;
    const count = counts.get(identity(thing)) ?? 0;
    if (count > 1)
      return [{ path, message: `the desk has ${count} of ${kind} ${label}: give one another name first` }];
    if (action !== "create") return [];
    return Object.entries(thing.secrets ?? {}).flatMap(([name, variables]) =>
      variables
        .filter((variable) => !environment[variable])
        .map((variable) => ({
          path: [...path, ...(kind === "channel" ? ["secrets", name] : [name])],
          message: `${variable} is not set in the environment`,
        })),
    );
  });
}
