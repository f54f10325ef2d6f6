import { createDynamoDbStore } from "../../shared/store/dynamodb.ts";
import { measureRouting } from "./routing-cost.ts";
import { openTestTable } from "../store/support/dynamodb-table.ts";

/** `node test/bench/routing.ts`: what one assignment costs by how many wait and how many agents the sector has. */
const table = await openTestTable();
try {
  const { client, tableName } = table;
  const store = createDynamoDbStore({ client, tableName });
  const costs = await measureRouting({ client, tableName, store }, [
    { waiting: 10, agents: 10 },
    { waiting: 1_000, agents: 10 },
    { waiting: 100_000, agents: 10 },
    { waiting: 100_000, agents: 100 },
    { waiting: 100_000, agents: 1_000 },
  ]);
  console.table(costs);
  const [first, , last] = costs;
  if (first?.readUnits !== last?.readUnits || first?.calls !== last?.calls) {
    console.error("an assignment costs more when more wait");
    process.exitCode = 1;
  }
} finally {
  await table.close();
}
