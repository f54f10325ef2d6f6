import { parsePolicy, PolicyError, type Policy } from "./policy.ts";

const LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/** Statements of the AWS managed policies that stacks use, as published in the AWS Managed Policy Reference. */
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  "service-role/AWSLambdaBasicExecutionRole": allow(LOGS),
  "service-role/AWSLambdaSQSQueueExecutionRole": allow([
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    ...LOGS,
  ]),
  "service-role/AWSLambdaDynamoDBExecutionRole": allow([
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    ...LOGS,
  ]),
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": allow([
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
    "logs:GetLogEvents",
    "logs:FilterLogEvents",
  ]),
  AWSXRayDaemonWriteAccess: allow([
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:GetSamplingStatisticSummaries",
  ]),
};

/** The AWS managed policy of this ARN; throws {@link PolicyError} for one whose statements are not known here. */
export function managedPolicy(arn: string): Policy {
  const document = DOCUMENTS[arn.replace(/^arn:aws:iam::aws:policy\//, "")];
  if (document === undefined)
    throw new PolicyError(`AWS managed policy ${arn} is not known: add its statements`);
  return parsePolicy(arn, document);
}

function allow(actions: readonly string[]): unknown {
  return { Version: "2012-10-17", Statement: { Effect: "Allow", Action: actions, Resource: "*" } };
}
