import { afterAll, describe, expect, test } from "vitest";
import { Scope } from "../../../shared/contracts/api-keys.ts";
import { AgentItem, ApiKeyItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { type RouteName, routes } from "../../../shared/contracts/routes/table.ts";
import type { Role } from "../../../shared/contracts/values.ts";
import { update } from "../../../shared/ports/store.ts";
import { requests, staffRoutes, type StaffRoute, type Subject } from "../../e2e/support/route-requests.ts";
import { elsewhere, permissions } from "./support/permissions.ts";
import { openShop, type Shop, type Things } from "./support/shop.ts";
import type { Answered, Asked, Identity } from "./support/stage.ts";

const roles = ["admin", "supervisor", "agent", "viewer"] as const satisfies readonly Role[];
const whose = ["own", "foreign", "missing"] as const;
type Whose = (typeof whose)[number];

const tally = { cells: 0, compared: 0 };
afterAll(() => {
  console.log(
    `${tally.cells} cells over ${staffRoutes.length} routes; ${tally.compared} foreign things answered as missing ones, 0 leaks`,
  );
});

/** A shop in which nothing was written since it was opened. */
let current: { readonly shop: Shop; readonly changes: number } | undefined;
async function untouched(): Promise<Shop> {
  if (current === undefined || current.shop.world.store.changes.length !== current.changes) {
    const shop = await openShop();
    current = { shop, changes: shop.world.store.changes.length };
  }
  return current.shop;
}

const missingId = (id: string): string => `${id.slice(0, 4)}${"Z".repeat(26)}`;

/** What a request of the route is about, as the route needs it. */
function subjectOf(shop: Shop, name: StaffRoute, side: Whose): Subject {
  const things: Things = side === "foreign" ? shop.foreign : shop.own;
  const { channelId, webChatId, pauseReasonId, webhookId, apiKeyId, contactId } = shop.shared;
  const subject = {
    ...things,
    ...{ pauseReasonId, webhookId, apiKeyId, contactId },
    channelId: name === "rotateIdentitySecret" || name === "removeChannel" ? webChatId : channelId,
    ticketId: name === "takeTicket" ? things.waitingId : things.ticketId,
    cannedResponseId: name === "decideCannedResponse" ? things.suggestionId : things.cannedResponseId,
  };
  const found = Object.entries(subject).map(([key, id]) => [key, side === "missing" ? missingId(id) : id]);
  return Object.fromEntries(found) as Subject;
}

function askedOf(name: StaffRoute, subject: Subject): Asked {
  const { params, query, body } = requests(subject)[name] as {
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string | number>>;
    readonly body?: unknown;
  };
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined
      ? {}
      : { query: Object.fromEntries(Object.entries(query).map(([key, it]) => [key, [String(it)]])) }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

async function ask(
  shop: Shop,
  name: StaffRoute,
  identity: Identity,
  side: Whose,
): Promise<Answered & { readonly asked: Asked }> {
  tally.cells += 1;
  const asked = askedOf(name, subjectOf(shop, name, side));
  const answer = await shop.ask(routes[name], identity, asked);
  return { ...answer, asked };
}

const personOf = (shop: Shop, role: Role) =>
  role === "admin" ? shop.people.admin : shop.people[`own ${role}`];

/** What tells everybody the names of everything, by its purpose: what else it may hold is said where it is tried. */
const tellsNames: ReadonlySet<StaffRoute> = new Set(["getDirectory", "listQueueAgents"]);

/** Nothing of another sector may be in an answer to who is not an administrator, but what they named themselves. */
function expectNoLeak(shop: Shop, { text, asked }: Awaited<ReturnType<typeof ask>>): void {
  const named = JSON.stringify(asked);
  const strangers = [
    ...Object.values(shop.foreign),
    ...(["supervisor", "agent", "viewer"] as const).map((post) => shop.people[`foreign ${post}`].id),
  ];
  expect(strangers.filter((id) => text.includes(id) && !named.includes(id))).toEqual([]);
  // Everything of the other sector has this in its name.
  expect(text).not.toMatch(/ foreign\b|-foreign\b/);
}

/** The answer without the ids that the caller gave: nothing else may tell the foreign from the missing. */
const faceless = ({ status, headers, text }: Answered): unknown => ({
  ...{ status, headers },
  text: text.replaceAll(/[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}/g, "an id"),
});

describe("every route and role, about what is theirs, what is another sector's and what is not there", () => {
  test.each(staffRoutes)("%s", async (name) => {
    const permission = permissions[name];
    for (const role of roles) {
      const answers: Partial<Record<Whose, Answered>> = {};
      for (const side of whose) {
        const shop = await untouched();
        const answer = await ask(shop, name, shop.as(personOf(shop, role)), side);
        const expected = side === "own" ? permission.own[role] : elsewhere(permission, role, side);
        expect([name, role, side, answer.status, answer.text]).toEqual([
          name,
          role,
          side,
          expected,
          answer.text,
        ]);
        if (role !== "admin" && !tellsNames.has(name)) expectNoLeak(shop, answer);
        if (answer.status >= 400) expect(shop.world.store.changes).toHaveLength(current?.changes ?? -1);
        answers[side] = answer;
      }
      if (answers.foreign?.status === 404 && answers.missing) {
        tally.compared += 1;
        expect(faceless(answers.foreign)).toEqual(faceless(answers.missing));
      }
    }
  });
});

describe("every route, by programs", () => {
  test.each(staffRoutes)("%s", async (name) => {
    const permission = permissions[name];
    expect((routes[name].access as { readonly scope?: Scope }).scope ?? null).toBe(permission.scope);
    for (const scope of Scope.options) {
      const isRight = scope === permission.scope;
      for (const side of isRight ? whose : (["own"] as const)) {
        const shop = await untouched();
        const answer = await ask(shop, name, shop.asKey(shop.keys[scope]), side);
        const right = side === "own" ? permission.own.admin : elsewhere(permission, "admin", side);
        expect([name, scope, side, answer.status]).toEqual([name, scope, side, isRight ? right : 403]);
      }
    }
    const answers: Partial<Record<Whose, Answered>> = {};
    for (const side of whose) {
      const shop = await untouched();
      const answer = await ask(shop, name, shop.asKey(shop.keys["own sector"]), side);
      const right = side === "own" ? permission.own.supervisor : elsewhere(permission, "supervisor", side);
      const expected = permission.scope === null ? 403 : right;
      expect([name, "own sector", side, answer.status, answer.text]).toEqual([
        ...[name, "own sector", side, expected, answer.text],
      ]);
      expectNoLeak(shop, answer);
      answers[side] = answer;
    }
    if (answers.foreign?.status === 404 && answers.missing) {
      tally.compared += 1;
      expect(faceless(answers.foreign)).toEqual(faceless(answers.missing));
    }
  });
});

/** Who is nobody, for every reason there is: a shop, and what then turns up at a route. */
const nobodies: Readonly<Record<string, (shop: Shop, role: Role) => Promise<Identity> | Identity>> = {
  "no token, or one that the authorizer refused": () => ({ authorizer: null }),
  "a visitor's token": () => ({ authorizer: { principalId: "x", kind: "visitor", visitorId: "vis_1" } }),
  "a token of the user pool for nobody of the desk": (shop) =>
    shop.as({ id: missingId(shop.own.agentId) as never }),
  "claims that no authorizer writes": (shop, role) => ({
    authorizer: { claims: { username: personOf(shop, role).id } },
  }),
  "an expired token": (shop, role) => {
    const { authorizer, ...rest } = shop.as(personOf(shop, role));
    const expiresAt = Math.floor(shop.world.clock.ms() / 1_000).toString();
    return { ...rest, authorizer: { ...authorizer, expiresAt } };
  },
  "signed out": async (shop, role) => {
    const person = personOf(shop, role);
    const before = shop.as(person);
    shop.world.clock.advance(5_000);
    await shop.ask(routes.signOut, shop.as(person));
    return before;
  },
  deactivated: async (shop, role) => {
    const { id } = personOf(shop, role);
    await shop.world.store.commit([
      update("agent", AgentItem, keys.agent(id), { set: [[["active"], false]] }),
    ]);
    return shop.as({ id });
  },
  "an API key that was removed": async (shop) => {
    const { apiKeyId } = shop.shared;
    const admin = shop.as(shop.people.admin);
    await shop.ask(routes.removeApiKey, admin, { params: { apiKeyId } });
    return shop.asKey(apiKeyId);
  },
  "an API key that has expired": async (shop) => {
    const id = shop.keys["config:write"];
    const expiresAt = shop.ports.clock.now();
    await shop.world.store.commit([
      update("key", ApiKeyItem, keys.apiKey(id), { set: [[["expiresAt"], expiresAt]] }),
    ]);
    return shop.asKey(id);
  },
};

describe("nobody gets anything out of any route", () => {
  test.each(Object.keys(nobodies))("%s", async (kind) => {
    for (const role of roles) {
      const shop = await openShop();
      const identity = await nobodies[kind]?.(shop, role);
      if (identity === undefined) throw new Error(`nobody is ${kind}`);
      const before = shop.world.store.changes.length;
      for (const name of staffRoutes) {
        for (const side of ["own", "missing"] as const) {
          const { status, text } = await ask(shop, name, identity, side);
          expect([name, status, text]).toEqual([name, 401, expect.stringContaining('"UNAUTHENTICATED"')]);
        }
      }
      expect(shop.world.store.changes).toHaveLength(before);
    }
  });
});

test("the routes that ask for nobody's name are these", () => {
  const open = Object.keys(routes).filter((name) => !staffRoutes.includes(name as StaffRoute));
  const known: readonly RouteName[] = [
    ...(["health", "signIn", "answerChallenge", "refreshSession"] as const),
    ...(["verifyWhatsApp", "receiveWhatsApp"] as const),
  ];
  expect(open.toSorted()).toEqual(known.toSorted());
});
