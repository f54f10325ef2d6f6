import { afterAll, beforeAll, expect, test } from "vitest";
import { headOf, ticketOf } from "../e2e/support/conversation.ts";
import { changedAssembly, type LooseTemplate, resourcesOf } from "../e2e/support/changed-assembly.ts";
import { openScene, type Scene } from "../e2e/support/scene.ts";
import { goOnline, invite, openShop } from "../e2e/support/shop.ts";
import { until } from "../e2e/support/until.ts";

interface Statement {
  Action: string | string[];
}

/** Actions that the policies of a function's role allow, to be changed in place. */
function statementsOf(template: LooseTemplate, role: string): readonly Statement[] {
  const policies = resourcesOf(template, "AWS::IAM::Policy", ({ Roles }) =>
    (Roles as { Ref: string }[]).some(({ Ref }) => Ref.startsWith(role)),
  );
  return policies.flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement);
}

let assembly: Awaited<ReturnType<typeof changedAssembly>>;
let scene: Scene;

beforeAll(async () => {
  assembly = await changedAssembly((template) => {
    // The router may no longer take a ticket out of the line; the API of messages may suddenly delete.
    const router = statementsOf(template, "QueueRoutingRole").find(({ Action }) =>
      Action.includes("dynamodb:DeleteItem"),
    );
    const messaging = statementsOf(template, "ApiMessagingRole").find(({ Action }) =>
      Action.includes("dynamodb:PutItem"),
    );
    if (!Array.isArray(router?.Action) || !Array.isArray(messaging?.Action))
      throw new Error("the policies are not as the test knows them");
    router.Action = router.Action.filter((action) => action !== "dynamodb:DeleteItem");
    messaging.Action.push("dynamodb:DeleteItem");
  });
  scene = await openScene({ assemblyDir: assembly.folder });
});

afterAll(async () => {
  await scene?.close();
  await assembly?.remove();
});

test("a right that is missing in the template is missing here: refused, and said with function, action and resource", async () => {
  const agent = await invite(scene, { role: "agent" });
  const shop = await openShop(scene, { agents: [agent] });
  await goOnline(scene, agent, shop.channel.id);
  const customer = shop.customer();
  await customer.send.text("oi");
  const { id } = await ticketOf(scene, shop, customer.waId, "waiting");
  const [denial] = await until("the router is refused", () => {
    const denials = scene.stack.frontDoor.denials();
    return denials.length > 0 && denials;
  });
  const expected = {
    functionId: scene.functionId("queue-routing"),
    operation: "TransactWriteItems",
    action: "dynamodb:DeleteItem",
    resource: expect.stringMatching(
      new RegExp(`^arn:aws:dynamodb:.*:table/${scene.stack.outputs["TableName"]}$`),
    ) as unknown,
  };
  expect(denial).toMatchObject(expected);
  expect(scene.events.find(({ message }) => message === "access denied")).toMatchObject({
    level: "warn",
    ...expected,
  });
  await scene.settled();
  expect(await headOf(scene, id)).toMatchObject({ phase: "waiting" });
});

test("a right that nobody needs shows among those never used", () => {
  const unused = scene.stack.frontDoor.grantsNeverUsed();
  expect(unused).toContainEqual(
    expect.objectContaining({
      role: expect.stringMatching(/^ApiMessagingRole/) as unknown,
      action: "dynamodb:DeleteItem",
    }),
  );
});
