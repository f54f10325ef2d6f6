import { describe, expect, it } from "vitest";
import { createConfigHandler } from "../../../functions/api/config-handler.ts";
import { webhookRoutes } from "../../../shared/contracts/routes/webhooks.ts";
import { openDesk } from "../../support/desk.ts";
import { claims, context, restEvent } from "../functions/fixtures.ts";
import { join } from "../organisation/support.ts";

type Name = keyof typeof webhookRoutes;

/** A desk behind its handler, asked as somebody with this role. */
async function opened(role: "admin" | "supervisor") {
  const desk = await openDesk();
  const { id: username } = await join(desk, "A", { role });
  desk.pass(10);
  const handler = createConfigHandler(desk);
  return async (name: Name, params: Readonly<Record<string, string>> = {}, body?: object, key?: string) => {
    const { method, path } = webhookRoutes[name];
    const event = restEvent(method, path, {
      claims: claims({ username, authTime: (Date.parse(desk.clock.now()) / 1_000).toString() }),
      ...{ params, headers: key === undefined ? {} : { "Idempotency-Key": key } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await handler(event, context);
    return { status: answer.statusCode, body: answer.body === "" ? {} : (JSON.parse(answer.body) as never) };
  };
}

const fields = { name: "CRM", url: "https://receiver.example/", events: ["ticket.closed"] };

describe("the routes of webhooks", () => {
  it("are all served to an administrator, as their contracts say", async () => {
    const ask = await opened("admin");
    const served = new Set<string>();
    const ok = async (...[name, ...asked]: Parameters<typeof ask>) => {
      served.add(name);
      const { status, body } = await ask(name, ...asked);
      expect([name, status, body]).toEqual([name, webhookRoutes[name].status, body]);
      return webhookRoutes[name].response.parse(body) as Record<string, unknown>;
    };
    const { webhook } = webhookRoutes.createWebhook.response.parse(
      await ok("createWebhook", {}, fields, "k"),
    );
    const of = { webhookId: webhook.id };
    expect(await ok("listWebhooks")).toEqual({ items: [webhook], cursor: null });
    expect(await ok("changeWebhook", of, { active: false })).toMatchObject({ active: false, version: 2 });
    const delivery = await ok("testWebhook", of);
    expect(await ok("listWebhookDeliveries", of)).toEqual({ items: [delivery], cursor: null });
    expect(await ok("rotateWebhookSecret", of, {})).toMatchObject({ webhook: { version: 3 } });
    await ok("removeWebhook", of);
    expect([...served].toSorted()).toEqual(Object.keys(webhookRoutes).toSorted());
    expect((await ask("testWebhook", of)).status).toBe(404);
  });

  it("refuse what makes no webhook, and everybody else", async () => {
    const ask = await opened("admin");
    const wrong: readonly object[] = [
      ...[{ events: [] }, { events: ["ping"] }, { events: ["ticket.closed", "ticket.closed"] }, { url: "x" }],
      ...[{ url: "https://127.1/" }, { url: `https://a.example/${"x".repeat(2_000)}` }, { sectorIds: [] }],
    ];
    for (const change of wrong) {
      const { status, body } = await ask("createWebhook", {}, { ...fields, ...change });
      expect([change, status, body]).toMatchObject([change, 400, { error: { code: "BAD_REQUEST" } }]);
    }
    const stranger = await opened("supervisor");
    const of = { webhookId: `whk_${"0".repeat(26)}` };
    for (const name of Object.keys(webhookRoutes) as Name[]) {
      expect([name, (await stranger(name, of, fields)).status]).toEqual([name, 403]);
    }
  });
});
