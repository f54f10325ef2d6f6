import { afterAll, beforeAll, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../e2e/support/receiver.ts";
import { openScene, type Scene } from "../e2e/support/scene.ts";
import { playEverything } from "./support/whole-product.ts";

let scene: Scene;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  scene = await openScene({ webhookTestOrigin: receiver.origin });
});

afterAll(async () => {
  await scene?.close();
  await receiver?.close();
});

/** Rights that no run on one machine puts to use, each with the reason. */
const idle: readonly { readonly action: RegExp; readonly role: RegExp; readonly reason: string }[] = [
  {
    action: /^logs:/,
    role: /./,
    reason:
      "Lambda and API Gateway write logs in the name of these roles; here the host takes the lines itself.",
  },
  {
    action: /^sqs:SendMessage$/,
    role: /^TimersSweepRole/,
    reason: "EventBridge Scheduler sets a sweep aside only when Lambda does not take its call at all.",
  },
  {
    action: /^dynamodb:ConditionCheckItem$/,
    role: /^QueueRoutingRole/,
    reason:
      "A removed person's seats are held against each other only where they went online in the very moment of their removal.",
  },
];

test("the whole product needs every right it has, and no other", async () => {
  await playEverything(scene, receiver);
  expect(scene.stack.frontDoor.denials()).toEqual([]);
  const unused = scene.stack.frontDoor
    .grantsNeverUsed()
    .filter(({ action, role }) => !idle.some((it) => it.action.test(action) && it.role.test(role)));
  expect(unused).toEqual([]);
});

test("no exception is left over", () => {
  const unused = scene.stack.frontDoor.grantsNeverUsed();
  const leftOver = idle.filter(
    (it) => !unused.some(({ action, role }) => it.action.test(action) && it.role.test(role)),
  );
  expect(leftOver).toEqual([]);
});
