import { sameValue } from "../../../../shared/domain/equality.ts";

/** What a form holds at a path such as `hours.special.0.date`; undefined where there is nothing. */
export const valueAt = (values: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((at, name) => {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    return (at as Readonly<Record<string, unknown>>)[name];
  }, values);

/**
 * Of the errors that a form shows, those that still stand after something in it was changed: what the contract still finds wrong, and
 * what the server said (`said`: of which value at which path) of a value that is still there.
 */
export function stillWrong<Text>(
  errors: Readonly<Record<string, Text>>,
  found: Readonly<Record<string, unknown>>,
  said: ReadonlyMap<string, unknown>,
  values: unknown,
): Record<string, Text> {
  const stands = (path: string): boolean =>
    said.has(path) ? sameValue(said.get(path), valueAt(values, path)) : path in found;
  return Object.fromEntries(Object.entries(errors).filter(([path]) => stands(path)));
}
