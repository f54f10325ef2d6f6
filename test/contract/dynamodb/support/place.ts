import { MovableClock } from "../../../../local/aws/clock.ts";
import { createDynamoDbEngine } from "../../../../local/aws/engines/dynamodb/engine.ts";
import type { DynamoDbEngine } from "../../../../local/aws/engines/dynamodb/engine.ts";
import type { AwsCall, AwsReply, LocalLog, Place } from "../../../../local/aws/types.ts";

export const place: Place = { region: "eu-central-1", account: "123456789012" };

/** An engine with its own clock that fails the test when it logs an error. */
export async function openEngine(
  options: { clock?: MovableClock; dataDir?: string } = {},
): Promise<{ engine: DynamoDbEngine; clock: MovableClock; logged: unknown[] }> {
  const clock = options.clock ?? new MovableClock();
  const logged: unknown[] = [];
  const log: LocalLog = (event) => logged.push(event);
  const engine = await createDynamoDbEngine({
    clock,
    place,
    log,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
  });
  return { engine, clock, logged };
}

/** A call as the front door hands it over. */
export const callOf = (operation: string, body: unknown): AwsCall => ({
  service: "dynamodb",
  operation,
  method: "POST",
  path: "/",
  query: new URLSearchParams(),
  headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `DynamoDB_20120810.${operation}` },
  body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
  caller: { kind: "operator" },
});

/** Calls the engine in process; gives the reply and its body parsed. */
export async function call(
  engine: DynamoDbEngine,
  operation: string,
  body: unknown,
): Promise<{ reply: AwsReply; body: Record<string, unknown> }> {
  const reply = await engine.handle(callOf(operation, body));
  return { reply, body: JSON.parse(String(reply.body)) as Record<string, unknown> };
}
