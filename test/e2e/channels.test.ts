import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request } from "./support/http.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, openWebChat, type Person } from "./support/shop.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { ChannelId } from "../../shared/contracts/ids.ts";

let scene: Scene;
let agent: Person;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  await openShop(scene, { agents: [agent] });
});

afterAll(() => scene?.close());

const admin = () => ({ token: scene.admin });

describe("a web chat on the running stack", () => {
  test("has its key in Secrets Manager, its identity secret in two answers and nowhere else", async () => {
    const made = await openWebChat(scene);
    if (made.kind !== "webchat") throw new Error("no web chat was made");
    const { identitySecret, ...channel } = made;
    const channelId = ChannelId.parse(made.id);
    const params = { channelId };
    expect(await scene.api.call("getChannel", { params }, admin())).toEqual(channel);
    expect(await scene.operator.secrets.get(channelId)).toEqual({ identityKey: expect.any(String) });

    const rotated = await scene.api.call("rotateIdentitySecret", { params, body: {} }, admin());
    expect(rotated.identitySecret).not.toBe(identitySecret);
    const { since, ...identity } = rotated.channel.identity;
    expect(identity).toEqual({
      ...{ generation: 2, hint: rotated.identitySecret.slice(-4) },
      formerUntil: addSeconds(since, 86_400),
    });
    const checked = await scene.api.call("checkChannel", { params }, admin());
    expect(checked.checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
      "origins ok",
      "secrets ok",
      "last-event unknown",
    ]);
    const audit = await scene.api.call("listAudit", { query: { resourceId: channelId } }, admin());
    expect(audit.items.map(({ action }) => action)).toEqual(["changed", "created"]);
    const told = JSON.stringify([audit, scene.lines]);
    for (const secret of [identitySecret, rotated.identitySecret]) expect(told).not.toContain(secret);
  });

  test("is nobody's but an administrator's to rotate", async () => {
    const { id } = await openWebChat(scene);
    const answer = await request(`${scene.apiUrl}/channels/${id}/identity-secret`, {
      ...{ method: "POST", body: "{}", token: agent.token },
    });
    expect(answer.status).toBe(403);
  });

  test("is a channel on which agents are online", async () => {
    const { id } = await openWebChat(scene);
    const channelId = ChannelId.parse(id);
    await goOnline(scene, agent, channelId);
    const { items } = await scene.api.call("myPresence", {}, { token: agent.token });
    expect(items.find((it) => it.channelId === channelId)).toMatchObject({ status: "online" });
  });

  test("leaves what numbers are asked for as it was: Meta's handshake and webhooks know numbers only", async () => {
    await openWebChat(scene);
    const url = `${scene.apiUrl}/hooks/whatsapp?hub.mode=subscribe&hub.verify_token=12345678&hub.challenge=1`;
    expect((await request(url, {})).status).toBe(403);
    const shop = await openShop(scene, { agents: [agent] });
    await goOnline(scene, agent, shop.channel.id);
    await shop.customer("Rui").send.text("Oi");
    await scene.settled();
    const { items } = await scene.api.call(
      "listTickets",
      { query: { list: "open" } },
      { token: agent.token },
    );
    expect(items.map(({ channelId }) => channelId)).toContain(shop.channel.id);
  });
});
