import * as z from "zod";
import { s3Bucket } from "../engines/s3/address.ts";
import { parseUploadForm, type UploadForm } from "../engines/s3/multipart.ts";
import type { AwsReply } from "../types.ts";
import { errorReply, serviceError } from "./errors.ts";
import type { Request } from "./identify.ts";
import { signatureOf } from "./signature.ts";

const PolicyDocument = z.object({
  expiration: z.iso.datetime({ offset: true }),
  conditions: z.array(
    z.union([
      z.tuple([z.literal("content-length-range"), z.coerce.number(), z.coerce.number()]),
      z.tuple([z.enum(["eq", "starts-with"]), z.string(), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
});

type Condition = z.infer<typeof PolicyDocument>["conditions"][number];

/** Form fields that no condition needs to name. */
const EXEMPT = new Set(["policy", "x-amz-signature", "file"]);

/**
 * Verifies a browser upload (`POST` of a form to a bucket): the signature over its policy, the policy's expiry on
 * `now`, and every condition. Answers the access key id that signed it, or the error S3 would answer.
 */
export function verifyUpload(
  request: Request,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): { readonly accessKeyId: string } | { readonly error: AwsReply } {
  const form = parseUploadForm(request.headers["content-type"] ?? "", request.body);
  if (form === undefined) {
    return {
      error: serviceError(
        "s3",
        "MalformedPOSTRequest",
        400,
        "The body of your POST request is not well-formed multipart/form-data.",
      ),
    };
  }
  const encoded = form.fields.get("policy");
  if (encoded === undefined) return { error: errorReply("s3", "unsigned", "Access Denied") };
  const [accessKeyId = "", day = "", region = "", service = ""] = (
    form.fields.get("x-amz-credential") ?? ""
  ).split("/");
  const secret = secretOf(accessKeyId);
  if (secret === undefined) {
    return {
      error: errorReply(
        "s3",
        "unknown-key",
        "The AWS Access Key Id you provided does not exist in our records.",
      ),
    };
  }
  const signature = form.fields.get("x-amz-signature") ?? "";
  if (service !== "s3" || !signatureOf(encoded, { day, region, service, signature }, secret)) {
    return {
      error: errorReply(
        "s3",
        "bad-signature",
        "The request signature we calculated does not match the signature you provided.",
      ),
    };
  }
  const refused = refusal(form, encoded, s3Bucket(request.path), now);
  return refused === undefined ? { accessKeyId } : { error: refused };
}

function refusal(form: UploadForm, encoded: string, bucket: string, now: number): AwsReply | undefined {
  const policy = readPolicy(encoded);
  if (policy === undefined)
    return serviceError("s3", "InvalidPolicyDocument", 400, "Invalid Policy: it is no policy document.");
  if (Date.parse(policy.expiration) <= now)
    return errorReply("s3", "expired", "Invalid according to Policy: Policy expired.");
  const values = new Map([...form.fields, ["bucket", bucket]]);
  const named = new Set<string>();
  for (const condition of policy.conditions) {
    const failed = checkCondition(condition, values, form.file.length, named);
    if (failed !== undefined) return failed;
  }
  const extra = [...form.fields.keys()].find(
    (name) => !EXEMPT.has(name) && !name.startsWith("x-ignore-") && !named.has(name),
  );
  return extra === undefined
    ? undefined
    : errorReply("s3", "access-denied", `Invalid according to Policy: Extra input fields: ${extra}`);
}

function checkCondition(
  condition: Condition,
  values: ReadonlyMap<string, string>,
  size: number,
  named: Set<string>,
): AwsReply | undefined {
  if (Array.isArray(condition) && condition[0] === "content-length-range") {
    if (size < condition[1]) {
      return serviceError(
        "s3",
        "EntityTooSmall",
        400,
        "Your proposed upload is smaller than the minimum allowed size",
      );
    }
    return size > condition[2]
      ? serviceError("s3", "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
      : undefined;
  }
  const tests = Array.isArray(condition)
    ? [{ kind: condition[0], name: condition[1].replace(/^\$/, ""), wanted: condition[2] }]
    : Object.entries(condition).map(([name, wanted]) => ({ kind: "eq" as const, name, wanted }));
  for (const { kind, name, wanted } of tests) {
    const actual = values.get(name.toLowerCase()) ?? "";
    named.add(name.toLowerCase());
    if (kind === "eq" ? actual !== wanted : !actual.startsWith(wanted)) {
      const text = JSON.stringify([kind, `$${name}`, wanted]);
      return errorReply(
        "s3",
        "access-denied",
        `Invalid according to Policy: Policy Condition failed: ${text}`,
      );
    }
  }
  return undefined;
}

function readPolicy(encoded: string): z.infer<typeof PolicyDocument> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
  } catch {
    return undefined;
  }
  const parsed = PolicyDocument.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}
