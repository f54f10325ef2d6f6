import { writeSync } from "node:fs";
import { StatementSync } from "node:sqlite";
import type { SQLInputValue, StatementResultingChanges } from "node:sqlite";
import { MovableClock } from "../../../../local/aws/clock.ts";
import { createDynamoDbEngine } from "../../../../local/aws/engines/dynamodb/engine.ts";
import { callOf, place } from "./place.ts";
import { tableResource } from "./resource.ts";

// Writes transactions from a given number on, and says each number once it was answered, until it is killed: from
// outside, or by itself instead of the given statement of its third transaction.

const [dataDir = "", from = "0", lastStatement = ""] = process.argv.slice(2);
const engine = await createDynamoDbEngine({
  clock: new MovableClock(),
  place,
  dataDir,
  log: () => undefined,
});
engine.provision([tableResource()]);

type Run = (this: StatementSync, ...values: SQLInputValue[]) => StatementResultingChanges;

function dieAtStatement(number: number): void {
  const statements: { run: Run } = StatementSync.prototype;
  const run = statements.run;
  let statement = 0;
  statements.run = function (...values) {
    statement += 1;
    if (statement === number) process.kill(process.pid, "SIGKILL");
    return run.apply(this, values);
  };
}

for (let at = Number(from); ; at += 1) {
  if (lastStatement !== "" && at === Number(from) + 2) dieAtStatement(Number(lastStatement));
  const part = (name: string) => ({
    Put: {
      TableName: "things",
      Item: {
        pk: { S: `transaction-${at}` },
        sk: { S: name },
        owner: { S: "crash" },
        rank: { N: String(at) },
        filling: { S: name.repeat(300) },
      },
    },
  });
  const total = {
    Update: {
      TableName: "things",
      Key: { pk: { S: "total" }, sk: { S: "-" } },
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    },
  };
  const TransactItems = [part("a"), part("b"), part("c"), total];
  const reply = await engine.handle(callOf("TransactWriteItems", { TransactItems }));
  if (reply.status !== 200) throw new Error(String(reply.body));
  writeSync(1, `${at}\n`);
}
