import type { Place } from "../types.ts";
import { queueUrl, type LocalEndpoints } from "./endpoints.ts";
import { generatedBucketName, generatedName, stableId } from "./names.ts";

/** What a resource type may ask while its identity is worked out. */
export interface Naming {
  readonly logicalId: string;
  readonly stackName: string;
  readonly place: Place;
  readonly endpoints: LocalEndpoints;
  /** The resolved value of a string property, or undefined when the template leaves it out. */
  property(name: string): string | undefined;
  /** As `property`, but its absence is an error. */
  required(name: string): string;
}

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export interface Identity {
  readonly physicalId: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Identify = (naming: Naming) => Identity;

/** How each supported CloudFormation type is named and what its attributes are. A type not listed here is refused. */
export const RESOURCE_TYPES: Readonly<Record<string, Identify>> = {
  "AWS::DynamoDB::Table": (naming) => {
    const name = named(naming, "TableName", 255);
    const arn = arnOf(naming, "dynamodb", `table/${name}`);
    return {
      physicalId: name,
      arn,
      attributes: { Arn: arn, StreamArn: `${arn}/stream/2020-01-01T00:00:00.000` },
    };
  },
  "AWS::SQS::Queue": (naming) => {
    const suffix = naming.property("FifoQueue") === "true" ? ".fifo" : "";
    const name =
      naming.property("QueueName") ??
      generatedName(naming.stackName, naming.logicalId, 80 - suffix.length) + suffix;
    const arn = arnOf(naming, "sqs", name);
    const url = queueUrl(naming.endpoints.frontDoorUrl, naming.place.account, name);
    return { physicalId: url, arn, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  },
  "AWS::SQS::QueuePolicy": internal,
  "AWS::Lambda::Function": (naming) => {
    const name = named(naming, "FunctionName", 64);
    const arn = arnOf(naming, "lambda", `function:${name}`);
    return { physicalId: name, arn, attributes: { Arn: arn } };
  },
  "AWS::Lambda::Version": (naming) => {
    const arn = `${functionArn(naming)}:1`;
    return { physicalId: arn, arn, attributes: { FunctionArn: arn, Version: "1" } };
  },
  "AWS::Lambda::Alias": (naming) => {
    const arn = `${functionArn(naming)}:${naming.required("Name")}`;
    return { physicalId: arn, arn, attributes: { AliasArn: arn } };
  },
  "AWS::Lambda::Permission": internal,
  "AWS::Lambda::EventInvokeConfig": internal,
  "AWS::Lambda::EventSourceMapping": (naming) => {
    const seed = stableId(`${naming.stackName}/${naming.logicalId}`, 32);
    const id = [
      seed.slice(0, 8),
      seed.slice(8, 12),
      seed.slice(12, 16),
      seed.slice(16, 20),
      seed.slice(20),
    ].join("-");
    const arn = arnOf(naming, "lambda", `event-source-mapping:${id}`);
    return { physicalId: id, arn, attributes: { Id: id, EventSourceMappingArn: arn } };
  },
  "AWS::IAM::Role": (naming) => {
    const name = named(naming, "RoleName", 64);
    const arn = `arn:aws:iam::${naming.place.account}:role${naming.property("Path") ?? "/"}${name}`;
    return {
      physicalId: name,
      arn,
      attributes: { Arn: arn, RoleId: `AROA${identifier(naming, 17).toUpperCase()}` },
    };
  },
  "AWS::IAM::Policy": (naming) => ({ ...internal(naming), attributes: { Id: identifier(naming, 21) } }),
  "AWS::IAM::ManagedPolicy": (naming) => {
    const name = named(naming, "ManagedPolicyName", 128);
    const arn = `arn:aws:iam::${naming.place.account}:policy${naming.property("Path") ?? "/"}${name}`;
    return { physicalId: arn, arn, attributes: { PolicyArn: arn } };
  },
  "AWS::ApiGateway::RestApi": (naming) => {
    const id = identifier(naming, 10);
    const arn = `arn:aws:apigateway:${naming.place.region}::/restapis/${id}`;
    return { physicalId: id, arn, attributes: { RestApiId: id, RootResourceId: stableId(`${id}/root`, 10) } };
  },
  "AWS::ApiGateway::Resource": (naming) => short(naming, "ResourceId", 6),
  "AWS::ApiGateway::Method": internal,
  "AWS::ApiGateway::Model": (naming) => ({ ...internal(naming), physicalId: named(naming, "Name", 128) }),
  "AWS::ApiGateway::GatewayResponse": (naming) => short(naming, "Id", 10),
  "AWS::ApiGateway::RequestValidator": (naming) => short(naming, "RequestValidatorId", 6),
  "AWS::ApiGateway::Deployment": (naming) => short(naming, "DeploymentId", 6),
  "AWS::ApiGateway::Stage": (naming) => {
    const stage = naming.required("StageName");
    const arn = `arn:aws:apigateway:${naming.place.region}::/restapis/${naming.required("RestApiId")}/stages/${stage}`;
    return { physicalId: stage, arn, attributes: {} };
  },
  "AWS::ApiGateway::Account": (naming) => short(naming, "Id", 10),
  "AWS::ApiGateway::Authorizer": (naming) => short(naming, "AuthorizerId", 6),
  "AWS::ApiGatewayV2::Api": (naming) => {
    const id = identifier(naming, 10);
    const scheme = naming.property("ProtocolType") === "HTTP" ? "https" : "wss";
    const endpoint = `${scheme}://${id}.execute-api.${naming.place.region}.amazonaws.com`;
    const arn = `arn:aws:apigateway:${naming.place.region}::/apis/${id}`;
    return { physicalId: id, arn, attributes: { ApiId: id, ApiEndpoint: endpoint } };
  },
  "AWS::ApiGatewayV2::Stage": (naming) => {
    const stage = naming.required("StageName");
    const arn = `arn:aws:apigateway:${naming.place.region}::/apis/${naming.required("ApiId")}/stages/${stage}`;
    return { physicalId: stage, arn, attributes: {} };
  },
  "AWS::ApiGatewayV2::Route": (naming) => short(naming, "RouteId", 7),
  "AWS::ApiGatewayV2::RouteResponse": (naming) => short(naming, "RouteResponseId", 7),
  "AWS::ApiGatewayV2::Integration": (naming) => short(naming, "IntegrationId", 7),
  "AWS::ApiGatewayV2::IntegrationResponse": (naming) => short(naming, "IntegrationResponseId", 7),
  "AWS::ApiGatewayV2::Deployment": (naming) => short(naming, "DeploymentId", 6),
  "AWS::ApiGatewayV2::Authorizer": (naming) => short(naming, "AuthorizerId", 6),
  "AWS::Cognito::UserPool": (naming) => {
    const id = `${naming.place.region}_${identifier(naming, 9)}`;
    const arn = arnOf(naming, "cognito-idp", `userpool/${id}`);
    const provider = `cognito-idp.${naming.place.region}.amazonaws.com/${id}`;
    return {
      physicalId: id,
      arn,
      attributes: { Arn: arn, ProviderName: provider, ProviderURL: `https://${provider}`, UserPoolId: id },
    };
  },
  "AWS::Cognito::UserPoolClient": (naming) => {
    const id = identifier(naming, 26);
    return { physicalId: id, arn: id, attributes: { ClientId: id, Name: named(naming, "ClientName", 128) } };
  },
  "AWS::Cognito::UserPoolGroup": (naming) => ({
    ...internal(naming),
    physicalId: named(naming, "GroupName", 128),
  }),
  "AWS::S3::Bucket": (naming) => {
    const name = naming.property("BucketName") ?? generatedBucketName(naming.stackName, naming.logicalId);
    const arn = `arn:aws:s3:::${name}`;
    const regional = `${name}.s3.${naming.place.region}.amazonaws.com`;
    return {
      physicalId: name,
      arn,
      attributes: { Arn: arn, DomainName: `${name}.s3.amazonaws.com`, RegionalDomainName: regional },
    };
  },
  "AWS::S3::BucketPolicy": internal,
  "AWS::CloudFront::Distribution": (naming) => {
    const id = identifier(naming, 14).toUpperCase();
    const domain = `${identifier(naming, 13)}.cloudfront.net`;
    const arn = `arn:aws:cloudfront::${naming.place.account}:distribution/${id}`;
    return { physicalId: id, arn, attributes: { Id: id, DomainName: domain } };
  },
  "AWS::CloudFront::Function": (naming) => {
    const arn = `arn:aws:cloudfront::${naming.place.account}:function/${naming.required("Name")}`;
    return { physicalId: arn, arn, attributes: { FunctionARN: arn } };
  },
  "AWS::CloudFront::OriginAccessControl": (naming) => short(naming, "Id", 14),
  "AWS::CloudFront::ResponseHeadersPolicy": (naming) => short(naming, "Id", 36),
  "AWS::Logs::LogGroup": (naming) => {
    const name = named(naming, "LogGroupName", 512);
    const arn = arnOf(naming, "logs", `log-group:${name}:*`);
    return { physicalId: name, arn, attributes: { Arn: arn } };
  },
  "AWS::Logs::MetricFilter": (naming) => ({
    ...internal(naming),
    physicalId: named(naming, "FilterName", 512),
  }),
  "AWS::CloudWatch::Alarm": (naming) => {
    const name = named(naming, "AlarmName", 255);
    const arn = arnOf(naming, "cloudwatch", `alarm:${name}`);
    return { physicalId: name, arn, attributes: { Arn: arn } };
  },
  "AWS::CloudWatch::Dashboard": (naming) => ({
    ...internal(naming),
    physicalId: named(naming, "DashboardName", 255),
  }),
  "AWS::Scheduler::ScheduleGroup": (naming) => {
    const name = named(naming, "Name", 64);
    const arn = arnOf(naming, "scheduler", `schedule-group/${name}`);
    return { physicalId: name, arn, attributes: { Arn: arn } };
  },
  "AWS::Scheduler::Schedule": (naming) => {
    const name = named(naming, "Name", 64);
    const arn = arnOf(naming, "scheduler", `schedule/${naming.property("GroupName") ?? "default"}/${name}`);
    return { physicalId: name, arn, attributes: { Arn: arn } };
  },
  "AWS::Events::Rule": (naming) => {
    const name = named(naming, "Name", 64);
    const arn = arnOf(naming, "events", `rule/${name}`);
    return { physicalId: name, arn, attributes: { Arn: arn } };
  },
  "AWS::SecretsManager::Secret": (naming) => {
    const name = named(naming, "Name", 512);
    const arn = arnOf(naming, "secretsmanager", `secret:${name}-${identifier(naming, 6)}`);
    return { physicalId: arn, arn, attributes: { Id: arn } };
  },
  "AWS::SecretsManager::ResourcePolicy": internal,
  "AWS::SNS::Topic": (naming) => {
    const name = named(naming, "TopicName", 256);
    const arn = arnOf(naming, "sns", name);
    return { physicalId: arn, arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  "AWS::SNS::TopicPolicy": internal,
  "AWS::SNS::Subscription": (naming) => {
    const arn = `${naming.required("TopicArn")}:${identifier(naming, 12)}`;
    return { physicalId: arn, arn, attributes: { Arn: arn } };
  },
  "AWS::KMS::Key": (naming) => {
    const id = identifier(naming, 32);
    const arn = arnOf(naming, "kms", `key/${id}`);
    return { physicalId: id, arn, attributes: { Arn: arn, KeyId: id } };
  },
  "AWS::KMS::Alias": (naming) => {
    const name = naming.required("AliasName");
    return { physicalId: name, arn: arnOf(naming, "kms", name), attributes: {} };
  },
  "AWS::SSM::Parameter": (naming) => {
    const name = named(naming, "Name", 1011);
    const arn = arnOf(naming, "ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`);
    return {
      physicalId: name,
      arn,
      attributes: { Type: naming.required("Type"), Value: naming.required("Value") },
    };
  },
  "AWS::CDK::Metadata": internal,
};

function named(naming: Naming, property: string, limit: number): string {
  return naming.property(property) ?? generatedName(naming.stackName, naming.logicalId, limit);
}

function identifier(naming: Naming, length: number): string {
  return stableId(
    `${naming.place.account}/${naming.place.region}/${naming.stackName}/${naming.logicalId}`,
    length,
  );
}

function arnOf(naming: Naming, service: string, resource: string): string {
  return `arn:aws:${service}:${naming.place.region}:${naming.place.account}:${resource}`;
}

/** `FunctionName` of versions and aliases may be a name or an ARN. */
function functionArn(naming: Naming): string {
  const name = naming.required("FunctionName");
  return name.startsWith("arn:") ? name : arnOf(naming, "lambda", `function:${name}`);
}

/** A resource that nothing outside its own stack can address. */
function internal(naming: Naming): Identity {
  const id = generatedName(naming.stackName, naming.logicalId, 255);
  return { physicalId: id, arn: id, attributes: {} };
}

function short(naming: Naming, attribute: string, length: number): Identity {
  const id = identifier(naming, length);
  return { physicalId: id, arn: id, attributes: { [attribute]: id } };
}
