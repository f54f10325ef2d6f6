import { type ApiKey, Scope } from "../../../shared/contracts/api-keys.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { type Callers, createCallers } from "../../../shared/actions/sessions/caller.ts";
import { ApiKeyId } from "../../../shared/contracts/ids.ts";
import { ApiKeyItem } from "../../../shared/contracts/stored/shapes.ts";
import { DeskError } from "../../../shared/contracts/errors.ts";
import { agentId, sectorId } from "../../support/ids.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { keepingLog } from "../functions/fixtures.ts";
import { noon } from "../../support/desk.ts";
import { put } from "../../../shared/ports/store.ts";
import { routeList } from "../../../shared/contracts/routes/table.ts";

const id = ApiKeyId.parse(`key_${"0".repeat(25)}1`);
const bearer = { kind: "key", apiKeyId: id } as const;
const staffRoutes = routeList.flatMap(({ name, access }) =>
  access.kind === "staff" ? [{ name, access }] : [],
);
const opened = staffRoutes.filter(({ access }) => access.scope !== undefined);

let callers: Callers;
let keep: (changes: Partial<Pick<ApiKey, "scopes" | "sectorIds">>) => Promise<void>;

beforeEach(() => {
  const store = createMemoryStore();
  callers = createCallers({ store, clock: { now: () => noon }, log: keepingLog() });
  keep = (changes) =>
    store.commit([
      put("API key", ApiKeyItem, {
        ...{ id, name: "x", scopes: [...Scope.options], sectorIds: null, expiresAt: null, hint: "abcd" },
        ...{ createdBy: agentId("A"), createdAt: noon, lastUsedAt: null, hash: "0".repeat(64) },
        ...changes,
      }),
    ]);
});

const verdict = (access: (typeof staffRoutes)[number]["access"]): Promise<string> =>
  callers(bearer, access).then(
    (actor) => actor.role,
    (error: unknown) => (error instanceof DeskError ? error.code : Promise.reject(error as Error)),
  );

describe("a key on every staff route", () => {
  test("there are both kinds of routes to try", () => {
    expect(opened.length).toBeGreaterThan(30);
    expect(staffRoutes.length - opened.length).toBeGreaterThan(10);
  });

  test.each(staffRoutes)("$name: no key that does not exist", async ({ access }) => {
    expect(await verdict(access)).toBe("UNAUTHENTICATED");
  });

  test.each(staffRoutes)("$name: none without its scope", async ({ access }) => {
    const others = Scope.options.filter((scope) => scope !== access.scope);
    await keep({ scopes: others });
    expect(await verdict(access)).toBe("FORBIDDEN");
  });

  test.each(opened)("$name: one that has just its scope, as an administrator", async ({ access }) => {
    await keep({ scopes: Scope.options.filter((scope) => scope === access.scope) });
    expect(await verdict(access)).toBe("admin");
  });

  test.each(opened)("$name: one of a sector, where supervisors may", async ({ access }) => {
    await keep({ sectorIds: [sectorId] });
    expect(await verdict(access)).toBe(access.roles.includes("supervisor") ? "supervisor" : "FORBIDDEN");
  });
});

test.each([
  ...["signOut", "me", "myMfa", "beginMfa", "confirmMfa", "removeMfa"],
  ...["openSocket", "myPresence", "setPresence"],
  ...["takeTicket", "closeTicket", "listApiKeys", "createApiKey", "removeApiKey"],
  ...["listWebhooks", "createWebhook", "changeWebhook", "removeWebhook", "rotateWebhookSecret"],
])("%s is for people only", (name) => {
  expect(staffRoutes.find((route) => route.name === name)?.access.scope).toBeUndefined();
  expect(staffRoutes.map((route) => route.name)).toContain(name);
});
