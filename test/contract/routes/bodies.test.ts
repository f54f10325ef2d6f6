import { describe, expect, test } from "vitest";
import { routes } from "../../../shared/contracts/routes/table.ts";
import { openShop, type Shop } from "./support/shop.ts";

const createTag = (shop: Shop, body: string | Uint8Array) =>
  shop.ask(routes.createTag, shop.as(shop.people.admin), { params: { sectorId: shop.own.sectorId }, body });

describe("a body", () => {
  test("that names a member twice counts as its last one says, however strange the first", async () => {
    const clean = await createTag(await openShop(), '{"name":"Troca"}');
    expect(clean.status).toBe(201);
    for (const first of ['"Outro"', "7", "null", "{}", '{"name":"x"}']) {
      const shop = await openShop();
      expect(await createTag(shop, `{"name":${first},"name":"Troca"}`)).toEqual(clean);
    }
    const shop = await openShop();
    expect((await createTag(shop, '{"name":"Troca","name":7}')).status).toBe(400);
  });

  test.each([
    ["in a value", String.raw`{"name":"\ud800"}`],
    ["in capitals", String.raw`{"name":"x\uDFFFy"}`],
    ["in the wrong order", String.raw`{"name":"\udc00\ud83d"}`],
    ["in a name", String.raw`{"name":"Troca","\ud800":1}`],
    ["far down", `{"name":${"[".repeat(1_000)}"\\ud800"${"]".repeat(1_000)}}`],
    ["beside very many", `{"name":[${"1,".repeat(120_000)}"\\ud800"]}`],
  ])("with half of a surrogate pair, %s, is refused", async (_, body) => {
    const shop = await openShop();
    const before = shop.world.store.changes.length;
    const answer = await createTag(shop, body);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("not Unicode text")]);
    expect(shop.world.store.changes).toHaveLength(before);
  });

  test("with an escaped pair, or an escaped backslash before a u, is text", async () => {
    const shop = await openShop();
    expect(await createTag(shop, String.raw`{"name":"\ud83d\ude00"}`)).toMatchObject({ status: 201 });
    expect(await createTag(shop, String.raw`{"name":"\\ud800"}`)).toMatchObject({ status: 201 });
  });
});
