/** A JSON object that is still being written. */
export interface JsonObject {
  [name: string]: Json;
}
export type Json = string | number | boolean | null | Json[] | JsonObject;

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A copy in which every `$ref` says what `rename` makes of it. */
export function withRefs(value: Json, rename: (ref: string) => string): Json {
  if (Array.isArray(value)) return value.map((it) => withRefs(it, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => [
      name,
      name === "$ref" && typeof it === "string" ? rename(it) : withRefs(it, rename),
    ]),
  );
}

/** Every `$ref` in a value, in order and as often as it is there. */
export function refsOf(value: Json): readonly string[] {
  const refs: string[] = [];
  withRefs(value, (ref) => {
    refs.push(ref);
    return ref;
  });
  return refs;
}

/** What `ref` (`#/…`) points to in a document, or undefined. */
export function resolve(document: Json, ref: string): Json | undefined {
  let value: Json | undefined = document;
  for (const part of ref.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value = isObject(value) ? value[name] : undefined;
  }
  return ref.startsWith("#/") ? value : undefined;
}
