import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "./items.ts";
import type { Stored } from "../ports/store.ts";

/**
 * The plain item in a map of attribute values. Stream images and the items in condition failures come as such maps:
 * the document client translates neither. Throws TypeError on a type that the store never writes (sets, binary) and on
 * an item without a key.
 */
export const plainItem = (image: { readonly [attribute: string]: AttributeValue }): Item => {
  const item = plainMap(image);
  const { pk, sk } = item;
  if (typeof pk !== "string" || typeof sk !== "string") throw new TypeError("an item without pk and sk");
  return { ...item, pk, sk };
};

const plainMap = (map: { readonly [name: string]: AttributeValue }): { readonly [name: string]: Stored } =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, plain(value)]));

const plain = (value: AttributeValue): Stored => {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.L !== undefined) return value.L.map(plain);
  if (value.M !== undefined) return plainMap(value.M);
  throw new TypeError(`an attribute of type ${Object.keys(value).join()}, which the store never writes`);
};
