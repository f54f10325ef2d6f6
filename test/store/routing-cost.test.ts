import { expect, test } from "vitest";
import { createDynamoDbStore } from "../../shared/store/dynamodb.ts";
import { measureRouting } from "../bench/routing-cost.ts";
import { openTestTable } from "./support/dynamodb-table.ts";

test("an assignment costs the same however many wait, and a thousand agents cost at most forty read units more than ten", async () => {
  const table = await openTestTable();
  try {
    const { client, tableName } = table;
    const store = createDynamoDbStore({ client, tableName });
    const [few, many, crowd] = await measureRouting({ client, tableName, store }, [
      { waiting: 10, agents: 10 },
      { waiting: 1_000, agents: 10 },
      { waiting: 1_000, agents: 1_000 },
    ]);
    if (few === undefined || many === undefined || crowd === undefined) throw new Error("not measured");
    expect(many).toEqual({ ...few, waiting: 1_000 });
    expect(crowd.readUnits - many.readUnits).toBeLessThanOrEqual(40);
    expect(crowd.calls).toBe(many.calls);
    // The reasons name up to 30 of the others.
    expect(crowd.writeUnits - many.writeUnits).toBeLessThanOrEqual(4);
  } finally {
    await table.close();
  }
});
