import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ErrorBody } from "../../shared/contracts/errors.ts";
import { routeList } from "../../shared/contracts/routes/table.ts";
import { casesOf } from "../contract/routes/support/cases.ts";
import { request } from "./support/http.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { openShop } from "./support/shop.ts";

/** Requests of each route that go through the gateway; test/contract/routes asks many more of the functions themselves. */
const casesPerRoute = 8;

let scene: Scene;
let ids: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  scene = await openScene();
  const { sector, queue, tag, channel } = await openShop(scene);
  ids = Map.groupBy([sector.id, queue.id, tag.id, channel.id], (id) => id.slice(0, 3));
});

afterAll(() => scene?.close());

/** No failure of ours, and nothing but errors that the API declares; the gateway's own have our shape too. */
async function expectAnswer(path: string, options: Parameters<typeof request>[1]): Promise<number> {
  const ask = () => request(`${scene.apiUrl}${path}`, options);
  // A connection that is kept open may be closed just as the client takes it up again. That the desk never hangs up on a
  // request is asked of its own report in the end.
  const answer = await ask().catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
    return ask();
  });
  expect([path, answer.status < 500]).toEqual([path, true]);
  if (answer.status >= 400) expect([path, ErrorBody.safeParse(answer.json).error]).toEqual([path, undefined]);
  return answer.status;
}

// What ends the session of the administrator who asks would leave nothing to ask.
const table = routeList.filter(({ name }) => name !== "signOut").map((route) => [route.name, route] as const);
test.each(table)("%s: nonsense over HTTP", async (_, route) => {
  const cases = fc.sample(casesOf(route, { ids, cursors: [], askers: ["admin"] }), casesPerRoute);
  for (const { params, query, body } of cases) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(params[name] ?? ""),
    );
    const parts = Object.entries(query).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, value]),
    );
    const hasBody = body !== undefined && route.method !== "GET";
    await expectAnswer(`${path}?${new URLSearchParams(parts).toString()}`, {
      method: route.method,
      token: scene.admin,
      ...(hasBody ? { body: typeof body === "string" ? body : new Uint8Array(body) } : {}),
    });
  }
});

test("what the gateway itself refuses", async () => {
  const token = scene.admin;
  const large = "x".repeat(10 * 1_024 * 1_024 + 1);
  expect(await expectAnswer("/settings", { method: "PATCH", token, body: large })).toBe(413);
  expect(await expectAnswer("/sectors?limit=1&limit=1", { token })).toBe(400);
  for (const path of [
    "/sectors/%",
    "/sectors/%zz",
    "/sectors/%c0%af",
    "/sectors?limit=%",
    "/sectors/%00/tags",
  ]) {
    const status = await expectAnswer(path, { token });
    expect([400, 403, 404]).toContain(status);
  }
});

test("every request was answered", () => {
  const failures = scene.events.filter((event) => JSON.stringify(event).includes("request not answered"));
  expect(failures).toEqual([]);
});
