import { afterAll, beforeAll, expect, test } from "vitest";
import { changedAssembly, resourcesOf } from "./support/changed-assembly.ts";
import { failCalls, refused } from "./support/faults.ts";
import { codeOf, request } from "./support/http.ts";
import { enqueueAll } from "./support/queues.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { until } from "./support/until.ts";

/** The template is all that is run: what is changed in it is changed here, with no second edit. */
let assembly: Awaited<ReturnType<typeof changedAssembly>>;
let scene: Scene;

beforeAll(async () => {
  assembly = await changedAssembly((template) => {
    const inbound = resourcesOf(template, "AWS::SQS::Queue", ({ QueueName }) =>
      String(QueueName).endsWith("-inbound.fifo"),
    );
    for (const queue of inbound) queue["VisibilityTimeout"] = 20;
    const mappings = resourcesOf(template, "AWS::Lambda::EventSourceMapping", (_, id) =>
      id.startsWith("Routing"),
    );
    for (const mapping of mappings) mapping["BatchSize"] = 3;
    for (const api of resourcesOf(template, "AWS::ApiGateway::RestApi", () => true))
      delete (api["Body"] as { paths: Record<string, unknown> }).paths["/channels"];
    for (const schedule of resourcesOf(template, "AWS::Scheduler::Schedule", () => true))
      schedule["ScheduleExpression"] = "rate(7 minutes)";
  });
  scene = await openScene({ assemblyDir: assembly.folder });
});

afterAll(async () => {
  await scene?.close();
  await assembly?.remove();
});

test("a route that is gone from the API is not served", async () => {
  const gone = await request(`${scene.apiUrl}/channels`, { token: scene.admin });
  expect([gone.status, codeOf(gone)]).toEqual([404, "NOT_FOUND"]);
  expect((await request(`${scene.apiUrl}/sectors`, { token: scene.admin })).status).toBe(200);
});

test("a queue hands out batches of the size of its mapping", async () => {
  const bodies = Array.from({ length: 10 }, (_, index) => `{"poison":${index}`);
  await enqueueAll(scene, "routing.fifo", bodies);
  const calls = await until("all are set aside", () => {
    const letters = scene.lines.filter(({ line }) => line.includes("message set aside"));
    return letters.length === bodies.length && letters.map(({ requestId }) => requestId);
  });
  const sizes = [...Map.groupBy(calls, (requestId) => requestId).values()].map(({ length }) => length);
  expect(Math.max(...sizes)).toBe(3);
});

test("a schedule comes round when it says", async () => {
  let sweeps = 0;
  const stop = scene.stack.frontDoor.onCall(({ call }) => {
    const by = call.caller.kind === "role" ? call.caller.functionId : "";
    if (by === scene.functionId("schedule-sweep")) sweeps += 1;
  });
  scene.clock.advance(5 * 60_000);
  await scene.settled();
  expect(sweeps).toBe(0);
  scene.clock.advance(3 * 60_000);
  await until("it sweeps", () => sweeps > 0);
  stop();
});

test("a message that failed comes back after its queue's own visibility timeout", async () => {
  const failing = failCalls(scene, "queue-inbound", refused, ({ service }) => service === "dynamodb");
  await enqueueAll(scene, "inbound.fifo", [
    JSON.stringify({
      v: 1,
      phoneNumberId: "1",
      receivedAt: new Date(scene.clock.now()).toISOString(),
      items: [{ kind: "status", value: { id: "wamid.1" } }],
    }),
  ]);
  const isAtRest = () => scene.stack.host.inFlight(scene.functionId("queue-inbound")) === 0;
  await until("it failed", () => failing.hits() === 1 && isAtRest());
  scene.clock.advance(21_000);
  await until("it failed again", () => failing.hits() === 2 && isAtRest());
  failing.stop();
  expect(failing.hits()).toBe(2);
});
