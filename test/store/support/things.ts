import * as z from "zod";
import type { Item } from "../../../shared/store/items.ts";
import type { Key } from "../../../shared/contracts/stored/keys.ts";
import type { Store } from "../../../shared/ports/store.ts";
import { shape } from "../../../shared/contracts/stored/shape.ts";

/** A kind of item with every kind of attribute, made for these tests. */
export const Thing = z.strictObject({
  home: z.string(),
  name: z.string(),
  version: z.int(),
  load: z.int().optional(),
  limit: z.int(),
  on: z.boolean(),
  state: z.enum(["new", "used"]).nullable(),
  words: z.array(z.string()),
  seats: z.record(z.string(), z.strictObject({ status: z.string(), since: z.string() })),
  since: z.string(),
  group: z.string().optional(),
  raw: z.json().optional(),
});
export type Thing = z.infer<typeof Thing>;

/** In index 1 while it is on, in index 2 while it has a group. */
export const ThingItem = shape({
  kind: "thing",
  version: 1,
  schema: Thing,
  key: (it) => ({ pk: it.home, sk: it.name }),
  indexes: (it) => ({
    ...(it.on && { gsi1pk: `${it.home}/on`, gsi1sk: it.since }),
    ...(it.group !== undefined && { gsi2pk: `${it.home}/${it.group}`, gsi2sk: it.name }),
  }),
});

/** The same place in a later version: nobody who knows version 1 can read it. */
export const LaterThingItem = shape({
  kind: "thing",
  version: 2,
  schema: z.strictObject({ home: z.string(), name: z.string() }),
  key: (it) => ({ pk: it.home, sk: it.name }),
});

/** Says that it is a thing of version 1, but has another form. */
export const BrokenThingItem = shape({
  kind: "thing",
  version: 1,
  schema: z.strictObject({ home: z.string(), name: z.string() }),
  key: (it) => ({ pk: it.home, sk: it.name }),
});

/** Something that may be forgotten. */
export const MortalItem = shape({
  kind: "mortal",
  version: 3,
  schema: z.strictObject({ home: z.string(), name: z.string(), until: z.int() }),
  key: (it) => ({ pk: it.home, sk: it.name }),
  expires: (it) => it.until,
});

export const thing = (home: string, name: string, more: Partial<Thing> = {}): Thing => ({
  home,
  name,
  version: 1,
  limit: 3,
  on: false,
  state: "new",
  words: [],
  seats: {},
  since: "2026-01-01T00:00:00.000Z",
  ...more,
});

/** A store under test, and a look at what it wrote. */
export interface Opened {
  readonly store: Store;
  raw(key: Key): Promise<Item | undefined>;
}
