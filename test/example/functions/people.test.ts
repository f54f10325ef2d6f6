import { AgentItem, AgentListingItem, LoginItem } from "../../../shared/contracts/stored/shapes.ts";
import { agent, claims, context, keepingLog, restEvent } from "./fixtures.ts";
import { describe, expect, test } from "vitest";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { createPeopleHandler } from "../../../functions/api/people-handler.ts";
import { createRandom } from "../../../shared/adapters/random.ts";
import { digest } from "../../../shared/adapters/digest.ts";
import { listingOf } from "../../../shared/actions/sessions/end-sessions.ts";
import { put } from "../../../shared/ports/store.ts";

const second = "agt_01KAQ000000000000000000001";

/** The function over a desk of an administrator, whose token all requests carry, and an agent. */
async function desk() {
  let now = Date.parse("2026-11-23T13:00:00.250Z");
  const clock = { now: () => new Date(now).toISOString() as Time };
  const store = createMemoryStore();
  const staff = [
    agent({ role: "admin" }),
    agent({ id: second, email: "rui@example.test", name: "Rui" }),
  ] as const;
  await store.commit(
    staff.flatMap((it) => [
      put(`agent ${it.id}`, AgentItem, it),
      put(`listing ${it.id}`, AgentListingItem, listingOf(it)),
      put(`login ${it.id}`, LoginItem, { email: it.email, agentId: it.id }),
    ]),
  );
  const asked: string[] = [];
  const note = (name: string) => async (): Promise<void> => void asked.push(name);
  const handler = createPeopleHandler({
    ...{ store, clock, digest, random: createRandom(), log: keepingLog() },
    configuration: createConfiguration({ store, clock }),
    accounts: {
      invite: note("invite"),
      setPassword: note("setPassword"),
      sendPassword: note("sendPassword"),
      setEnabled: note("setEnabled"),
      signOutEverywhere: note("signOutEverywhere"),
      remove: note("remove"),
    },
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  return {
    asked,
    clock,
    ask: async (method: string, path: string, request: Parameters<typeof restEvent>[2] = {}) => {
      const response = await handler(restEvent(method, path, { claims: claims(), ...request }), context);
      return { status: response.statusCode, json: JSON.parse(response.body || "null") as unknown };
    },
  };
}

const one = { params: { agentId: second } };
const invitation = { email: "LIS@example.test", name: "Lis", role: "agent", temporaryPassword: "Secret1x" };

describe("people over the API", () => {
  test("are listed, read, changed and removed", async () => {
    const { ask, asked } = await desk();
    const list = await ask("GET", "/agents", { query: { limit: ["1"] } });
    expect(list).toMatchObject({ status: 200, json: { items: [{ name: "Lia" }] } });
    const { cursor } = list.json as { cursor: string };
    await expect(ask("GET", "/agents", { query: { cursor: [cursor] } })).resolves.toMatchObject({
      json: { items: [{ name: "Rui" }], cursor: null },
    });
    await expect(ask("GET", "/agents/{agentId}", one)).resolves.toMatchObject({
      status: 200,
      json: { name: "Rui", photo: null, presence: [], openTickets: 0 },
    });
    const body = JSON.stringify({ name: "Rui Sá", active: false, expectedVersion: 1 });
    await expect(ask("PATCH", "/agents/{agentId}", { ...one, body })).resolves.toMatchObject({
      status: 200,
      json: { name: "Rui Sá", active: false, version: 2 },
    });
    await expect(ask("PATCH", "/agents/{agentId}", { ...one, body })).resolves.toMatchObject({
      status: 409,
      json: { error: { code: "VERSION_CONFLICT", details: { current: { version: 2 } } } },
    });
    expect((await ask("DELETE", "/agents/{agentId}", one)).status).toBe(204);
    expect((await ask("GET", "/agents/{agentId}", one)).status).toBe(404);
    expect(asked).toEqual(["setEnabled", "signOutEverywhere", "remove"]);
  });

  test("are invited once under a key; the e-mail is kept in lower case", async () => {
    const { ask, asked } = await desk();
    const request = { body: JSON.stringify(invitation), headers: { "idempotency-key": "k-1" } };
    const made = await ask("POST", "/agents", request);
    expect(made).toMatchObject({ status: 201, json: { email: "lis@example.test", limits: {} } });
    await expect(ask("POST", "/agents", request)).resolves.toEqual(made);
    const other = { ...request, body: JSON.stringify({ ...invitation, name: "Lisa" }) };
    expect((await ask("POST", "/agents", other)).status).toBe(409);
    expect(asked).toEqual(["invite", "invite"]);
  });

  test.each([
    ["/agents/{agentId}/sign-out", undefined, ["signOutEverywhere"]],
    ["/agents/{agentId}/password", '{"temporaryPassword":"Secret1x"}', ["setPassword", "signOutEverywhere"]],
    ["/agents/{agentId}/password", "{}", ["sendPassword", "signOutEverywhere"]],
  ])("%s answers when whoever signs in from then on is let in", async (path, body, accounts) => {
    const { ask, asked, clock } = await desk();
    const request = { ...one, ...(body === undefined ? {} : { body }) };
    expect((await ask("POST", path, request)).status).toBe(204);
    expect(asked).toEqual(accounts);
    expect(clock.now()).toBe("2026-11-23T13:00:01.000Z");
  });

  test.each([
    ["POST", "/agents", { ...invitation, temporaryPassword: "weak" }],
    ["POST", "/agents/{agentId}/password", { temporaryPassword: "weakpassword" }],
    ["PATCH", "/agents/{agentId}", { photo: "data:text/html;base64,AAAA" }],
    ["PATCH", "/agents/{agentId}", { email: "other@example.test" }],
  ])("%s %s refuses %j", async (method, path, body) => {
    const { ask, asked } = await desk();
    expect((await ask(method, path, { ...one, body: JSON.stringify(body) })).status).toBe(400);
    expect(asked).toEqual([]);
  });

  test.each(["agent", "viewer"] satisfies Agent["role"][])("are not for an %s to see", async (role) => {
    const { ask } = await desk();
    const body = JSON.stringify({ role });
    expect((await ask("PATCH", "/agents/{agentId}", { ...one, body })).status).toBe(200);
    const theirs = claims({ username: second });
    expect((await ask("GET", "/agents", { claims: theirs })).status).toBe(403);
  });
});
