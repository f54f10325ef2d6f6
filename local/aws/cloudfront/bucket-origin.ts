import { evaluate } from "../iam/evaluate.ts";
import { resourcePolicies, statementsForService } from "../iam/roles.ts";
import type { AwsCall, Engine, ResolvedStack, Resource } from "../types.ts";

/** An object as an origin gives it, or why there is none. */
export interface OriginObject {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const CLOUDFRONT = "cloudfront.amazonaws.com";

/**
 * Reads a bucket as the distribution does: in its own name, with what the bucket's policy lets it do. Without the right to
 * list, an object that is not there is forbidden rather than not found, as S3 has it.
 */
export function bucketOrigin(
  stack: ResolvedStack,
  distribution: Resource,
  bucket: Resource,
  s3: Engine,
): (path: string) => Promise<OriginObject> {
  const policies = statementsForService(resourcePolicies(stack).get(bucket.arn) ?? [], CLOUDFRONT);
  const may = (action: string, resource: string): boolean =>
    evaluate(policies, {
      action,
      resource,
      context: {
        "aws:sourcearn": distribution.arn,
        "aws:sourceaccount": stack.place.account,
        "aws:securetransport": "true",
        // The version in which CloudFront speaks to buckets.
        "s3:tlsversion": "1.3",
      },
    }).allowed;
  const forbidden: OriginObject = {
    status: 403,
    headers: { "content-type": "application/xml" },
    body: Buffer.from("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"),
  };
  return async (path) => {
    if (!may("s3:GetObject", `${bucket.arn}${decodeURIComponent(path)}`)) return forbidden;
    const reply = await s3.handle(getObject(`/${bucket.physicalId}${path}`));
    if (reply.status === 404 && !may("s3:ListBucket", bucket.arn)) return forbidden;
    return { status: reply.status, headers: reply.headers, body: Buffer.from(reply.body) };
  };
}

const getObject = (path: string): AwsCall => ({
  service: "s3",
  operation: "GetObject",
  method: "GET",
  path,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  caller: { kind: "operator" },
});
