import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { ErrorBody, type ErrorCode, errorTable } from "../../../shared/contracts/errors.ts";
import type { Route } from "../../../shared/contracts/routes/route.ts";
import { type RouteName, routes } from "../../../shared/contracts/routes/table.ts";
import type { Identity } from "./support/stage.ts";
import { type Case, casesOf, type Drawing, rightCases, sweep } from "./support/cases.ts";
import { openShop, type Shop } from "./support/shop.ts";
import type { ChangeRecord } from "../../../shared/store/memory.ts";
import { leftByRefusals, namedBy, sentElsewhere, writes } from "./support/writes.ts";

/** Requests asked of each route. */
const casesPerRoute = 120;

/** Of the strange values in every place, so many: all of them are asked by `FUZZ_ALL=1`, in minutes. */
const strangePerRoute = process.env["FUZZ_ALL"] === "1" ? Number.MAX_SAFE_INTEGER : 60;

const table = Object.entries(routes) as [RouteName, Route][];
const tally = { asked: 0, succeeded: 0, refused: new Map<string, number>() };

afterAll(() => {
  const codes = [...tally.refused]
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, count]) => `${count} ${code}`);
  console.log(
    `${tally.asked} requests of ${table.length} routes: ${tally.succeeded} succeeded; ${codes.join(", ")}`,
  );
});

/** What any route may answer before its handler is asked. */
const implied = (route: Route): readonly ErrorCode[] => [
  "BAD_REQUEST",
  "PAYLOAD_TOO_LARGE",
  ...(route.access.kind === "staff"
    ? (["UNAUTHENTICATED", "FORBIDDEN", "OUTSIDE_ACCESS_HOURS"] as const)
    : []),
];

/** Who asks: mostly who may, now and then anybody or nobody. */
function askersOf(route: Route): readonly string[] {
  const all = ["admin", "own supervisor", "own agent", "own viewer"];
  if (route.access.kind !== "staff") return [...all, "nobody"];
  const { roles } = route.access;
  const may = roles.map((role) => (role === "admin" ? role : `own ${role}`));
  return [
    ...may,
    ...may,
    ...may,
    ...(roles.includes("agent") ? ["own agent", "own agent", "own agent"] : may),
    ...all,
    "nobody",
  ];
}

function drawingOf(shop: Shop, route: Route, cursors: readonly string[]): Drawing {
  const all = [
    ...Object.values(shop.own),
    ...Object.values(shop.foreign),
    ...Object.values(shop.shared),
    ...Object.values(shop.people).map(({ id }) => id),
  ];
  return { ids: Map.groupBy(new Set(all), (id) => id.slice(0, 3)), cursors, askers: askersOf(route) };
}

const identityOf = (shop: Shop, as: string): Identity =>
  as === "nobody" ? { authorizer: null } : shop.as(shop.people[as as keyof Shop["people"]]);

/** Cursors that lists gave out, of several lists and people. */
async function cursorsOf(shop: Shop): Promise<readonly string[]> {
  const asked = [
    [routes.listSectors, { limit: ["1"] }],
    [routes.listAgents, { limit: ["1"] }],
    [routes.listTickets, { limit: ["1"], list: ["open"] }],
  ] as const;
  const answers = await Promise.all(
    asked.map(([route, query]) => shop.ask(route, shop.as(shop.people.admin), { query })),
  );
  return answers.flatMap(({ text }) => {
    const { cursor } = JSON.parse(text) as { cursor: string | null };
    return cursor === null ? [] : [cursor];
  });
}

/** Asks, and holds the answer and the table to the rules. Gives the status. */
async function judge(shop: Shop, name: RouteName, route: Route, it: Case): Promise<number> {
  const { world } = shop;
  const [before, logged] = [world.store.changes.length, world.log.length];
  const kept = [...world.secrets.keys()].join();
  const { body, ...rest } = it;
  const asked = body === undefined ? rest : { ...rest, body };
  const answer = await shop.ask(route, identityOf(shop, it.as), asked);
  tally.asked += 1;
  expect(world.log.slice(logged), "nothing unforeseen is logged").toEqual([]);
  const written = world.store.changes.slice(before);
  const kinds = new Set(written.map(({ newItem, oldItem }) => String((newItem ?? oldItem)?.["shape"])));
  if (answer.status === route.status) {
    tally.succeeded += 1;
    if (answer.status === 204) expect(answer.text).toBe("");
    else {
      const body: unknown = route.name === "verifyWhatsApp" ? answer.text : JSON.parse(answer.text);
      expect(route.response.safeParse(body).error).toBeUndefined();
    }
    expect(
      [...kinds].filter((kind) => writes[name]?.includes(kind) !== true),
      "written besides",
    ).toEqual([]);
    expect(beside(shop, written, it, sentElsewhere[name]), "written about something else").toEqual([]);
    expect(
      written.filter(({ newItem }) => newItem !== undefined && !isText(newItem)),
      "no text",
    ).toEqual([]);
    return answer.status;
  }
  const { error } = ErrorBody.parse(JSON.parse(answer.text));
  tally.refused.set(error.code, (tally.refused.get(error.code) ?? 0) + 1);
  expect([error.code, answer.status]).toEqual([error.code, errorTable[error.code].status]);
  expect([...route.errors, ...implied(route)]).toContain(error.code);
  expect(answer.status, error.code).toBeLessThan(500);
  expect(
    [...kinds].filter((kind) => leftByRefusals[name]?.includes(kind) !== true),
    "left of it",
  ).toEqual([]);
  expect([...world.secrets.keys()].join()).toBe(kept);
  return answer.status;
}

/**
 * What was written about other things than the request names, or, by who is not an administrator, about another sector, but
 * for the kinds that may be written `elsewhere`.
 */
function beside(
  shop: Shop,
  written: readonly ChangeRecord[],
  { as, params }: Case,
  elsewhere: readonly string[] = [],
): readonly string[] {
  const strangers = Object.values(shop.foreign);
  return written.flatMap(({ key, newItem, oldItem }) => {
    const kind = String((newItem ?? oldItem)?.["shape"]);
    const place = `${key.pk}/${key.sk}`;
    const other = Object.entries(params).some(
      ([name, id]) => namedBy[name]?.includes(kind) === true && !place.includes(id),
    );
    const strange =
      as !== "admin" &&
      as !== "nobody" &&
      !elsewhere.includes(kind) &&
      strangers.some((id) => place.includes(id));
    return other || strange ? [`${kind} ${place}`] : [];
  });
}

/** Whether every text in it can be written as Unicode: half of a surrogate pair cannot. */
function isText(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, it]) => isText(name) && isText(it));
}

/** The shop as it is opened, as long as nothing was written in it: the same for every route. */
let untouched: Promise<{
  readonly shop: Shop;
  readonly cursors: readonly string[];
  readonly changes: number;
}>;
let isTouched = true;

async function openedShop() {
  if (isTouched) {
    untouched = openShop().then(async (shop) => {
      const cursors = await cursorsOf(shop);
      return { shop, cursors, changes: shop.world.store.changes.length };
    });
    isTouched = false;
  }
  return untouched;
}

/** Judges in a shop that is opened anew once it has seen a few successes: what is removed is there again. */
async function judging(name: RouteName, route: Route) {
  let opened = await openedShop();
  let successes = 0;
  return {
    drawing: drawingOf(opened.shop, route, opened.cursors),
    judge: async (it: Case): Promise<void> => {
      if (successes >= 12) [opened, successes] = [await openedShop(), 0];
      const status = await judge(opened.shop, name, route, it);
      if (status < 300 && route.method !== "GET") successes += 1;
      if (opened.shop.world.store.changes.length !== opened.changes) isTouched = true;
    },
  };
}

describe("whatever is asked, a route answers what it declares, and does all of it or nothing", () => {
  test.each(table)("%s", async (name, route) => {
    const { drawing, judge: held } = await judging(name, route);
    await fc.assert(fc.asyncProperty(casesOf(route, drawing), held), { numRuns: casesPerRoute });
  });

  const withParts = table.filter(([, { params, query, body }]) => params ?? query ?? body);
  test.each(withParts)("%s: strange values in every place", async (name, route) => {
    const { drawing, judge: held } = await judging(name, route);
    const [may = "admin"] = drawing.askers;
    const rights = fc.sample(rightCases(route, { ...drawing, askers: [may] }), 4);
    const all = rights.flatMap((right) => [...sweep(right)]);
    const some = fc.sample(
      fc.shuffledSubarray(all, { minLength: Math.min(all.length, strangePerRoute) }),
      1,
    )[0];
    const before = tally.asked;
    for (const it of some?.slice(0, strangePerRoute) ?? []) await held(it);
    expect(tally.asked - before).toBe(Math.min(all.length, strangePerRoute));
  });
});
