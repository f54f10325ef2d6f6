import { RemovalPolicy } from "aws-cdk-lib";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import { type IGrantable, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";

const indexNames = ["gsi1", "gsi2"] as const;

/** What a function may do to the table: item actions, and the indexes it may query. */
export interface TableAccess {
  readonly actions: readonly (
    | "GetItem"
    | "BatchGetItem"
    | "Query"
    | "PutItem"
    | "UpdateItem"
    | "DeleteItem"
    | "ConditionCheckItem"
  )[];
  readonly indexes: readonly (typeof indexNames)[number][];
}

export interface DeskTableProps {
  /** Whether the table outlives the stack and cannot be deleted by mistake. */
  readonly retain: boolean;
}

/** The one table, with its two indexes of keys only and its stream. */
export class DeskTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { retain }: DeskTableProps) {
    super(scope, id);
    this.table = new dynamodb.Table(this, "Table", {
      partitionKey: text("pk"),
      sortKey: text("sk"),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: "ttl",
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      // The key that DynamoDB owns: encrypted like with any other, without a charge a request.
      encryption: dynamodb.TableEncryption.DEFAULT,
      deletionProtection: retain,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const index of indexNames) {
      this.table.addGlobalSecondaryIndex({
        indexName: index,
        partitionKey: text(`${index}pk`),
        sortKey: text(`${index}sk`),
        projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      });
    }
  }

  /** Allows exactly `access`, and nothing where it is empty. */
  grant({ grantPrincipal }: IGrantable, { actions, indexes }: TableAccess): void {
    if (actions.length > 0) {
      grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({
          actions: actions.map((action) => `dynamodb:${action}`),
          resources: [this.table.tableArn],
        }),
      );
    }
    if (indexes.length > 0) {
      grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({
          actions: ["dynamodb:Query"],
          resources: indexes.map((index) => `${this.table.tableArn}/index/${index}`),
        }),
      );
    }
  }
}

function text(name: string): dynamodb.Attribute {
  return { name, type: dynamodb.AttributeType.STRING };
}
