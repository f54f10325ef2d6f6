import { describe, expect, it } from "vitest";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { listTags } from "../../../shared/actions/organisation/lists.ts";
import type { Tag } from "../../../shared/contracts/organisation.ts";
import { TagItem } from "../../../shared/contracts/stored/shapes.ts";
import { TagId } from "../../../shared/contracts/ids.ts";
import { put } from "../../../shared/ports/store.ts";
import { noon, openDesk } from "../../support/desk.ts";
import { otherSectorId, sectorId, tags } from "../../support/ids.ts";
import { admin } from "./support.ts";

describe("a list of one sector's", () => {
  it("has each once and in order over all pages, however many of other sectors lie between", async () => {
    const desk = await openDesk();
    const more = Array.from({ length: 450 }, (_, index): Tag => ({
      ...{
        id: TagId.parse(`tag_${(1_000 + index).toString().padStart(26, "0")}`),
        version: 1,
        createdAt: noon,
      },
      ...{ name: `Tag ${index}`, sectorId: index % 30 === 7 ? sectorId : otherSectorId },
    }));
    for (let at = 0; at < more.length; at += 100)
      await desk.store.commit(more.slice(at, at + 100).map((tag) => put(tag.id, TagItem, tag)));
    const deps = { ...desk, cursors: createCursorSeal("0".repeat(64)) };
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await listTags(deps, { actor: admin, sectorId, limit: 4, cursor });
      pages.push(page.items.map(({ id }) => id));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    const expected = [...tags, ...more.filter((tag) => tag.sectorId === sectorId).map(({ id }) => id)];
    expect(pages.flat()).toEqual(expected);
    expect(pages.slice(0, -1).every((page) => page.length === 4)).toBe(true);
  });
});
