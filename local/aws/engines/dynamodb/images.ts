import type { Table } from "./table.ts";
import type { Item } from "./values.ts";

/** An item at one moment. */
export interface Image {
  readonly item: Item;
  /** The item as JSON. */
  readonly text: string;
  /** Bytes. */
  readonly size: number;
}

/** What one write does to one item: `before` or `after` is absent when there is no item then. */
export interface Change {
  readonly table: Table;
  /** Where the item is stored in its table. */
  readonly key: string;
  readonly before?: Image;
  readonly after?: Image;
}
