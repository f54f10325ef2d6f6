/**
 * What the parts of the local cloud share. Nothing in this folder knows Balcão: it runs any synthesized
 * CloudFormation template made of the resource types listed in README.md.
 */

/** One call of an AWS API as it arrived at the front door, already decoded. */
export interface AwsCall {
  /** Signing name: `dynamodb`, `sqs`, `s3`, `cognito-idp`, `secretsmanager`, `scheduler`, `execute-api`, `lambda`. */
  readonly service: string;
  /** Operation name as in the service's API reference, e.g. `TransactWriteItems`, `PostToConnection`. */
  readonly operation: string;
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly caller: Caller;
}

/** Who calls: found by the access key id of the signature, or nobody for unsigned operations. */
export type Caller =
  | { readonly kind: "role"; readonly functionId: string; readonly roleId: string }
  /** The person at the keyboard (seed, tests, operator commands): allowed everything. */
  | { readonly kind: "operator" }
  | { readonly kind: "anonymous" };

/** What an engine answers. */
export interface AwsReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly usage?: Usage;
}

/** What a call consumed, in the units the service bills. Absent fields are zero. */
export interface Usage {
  readonly readUnits?: number;
  readonly writeUnits?: number;
  /** Billed requests when it is not one (SQS: one per 64 KB chunk; WebSocket: one per 32 KB). */
  readonly requests?: number;
}

/** An action on a resource that the caller's role must allow. */
export interface RequiredPermission {
  /** e.g. `dynamodb:PutItem` */
  readonly action: string;
  /** Resource ARN, or `*` for actions without resource-level permissions. */
  readonly resource: string;
  /** Condition context keys in lower case, e.g. `dynamodb:leadingkeys`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** One emulated service. An engine holds no authorisation: the front door asks `permissions` first. */
export interface Engine {
  readonly service: string;
  /** What this call needs to be allowed. An empty list means the operation is open to anyone. */
  permissions(call: AwsCall): readonly RequiredPermission[];
  /** Never throws for a bad request: answers the service's own error shape with `x-amzn-errortype` set. */
  handle(call: AwsCall): Promise<AwsReply>;
  close(): Promise<void>;
}

/** A resource of the template with every intrinsic function resolved. */
export interface Resource {
  readonly logicalId: string;
  /** CloudFormation type, e.g. `AWS::SQS::Queue`. */
  readonly type: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  readonly arn: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Where the local cloud pretends to be. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** The stack as the runner needs it. */
export interface ResolvedStack {
  readonly name: string;
  readonly place: Place;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * The one clock of the local cloud: scheduler, TTL, token expiry, queue delays and the functions all read it,
 * so a test moves time instead of waiting. Implemented in clock.ts.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once `delayMs` of this clock's time have passed; returns a cancel function. */
  after(delayMs: number, callback: () => void): () => void;
}

/** A structured line of the local cloud's own log (not of the functions'). */
export type LocalLog = (event: {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly [key: string]: unknown;
}) => void;
