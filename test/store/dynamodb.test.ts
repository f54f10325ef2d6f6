import type { Opened } from "./support/things.ts";
import type { TestTable } from "./support/dynamodb-table.ts";
import { afterAll, beforeAll, describe } from "vitest";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { createDynamoDbStore } from "../../shared/store/dynamodb.ts";
import { openTestTable } from "./support/dynamodb-table.ts";
import { plainItem } from "../../shared/store/attribute-values.ts";
import { storeSuite } from "./suite.ts";

describe("the store on DynamoDB", () => {
  let table: TestTable;
  let opened: Opened;

  beforeAll(async () => {
    table = await openTestTable();
    const { client, tableName } = table;
    opened = {
      store: createDynamoDbStore({ client, tableName }),
      raw: async (key) => {
        const Key = { pk: { S: key.pk }, sk: { S: key.sk } };
        const { Item } = await client.send(
          new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
        );
        return Item && plainItem(Item);
      },
    };
  });

  afterAll(async () => table.close());

  storeSuite(() => opened);
});
