import type { AwsCall, RequiredPermission } from "../../types.ts";
import { s3Bucket, s3Key } from "./address.ts";
import { parseUploadForm, uploadKey } from "./multipart.ts";

/** Operations the engine answers, and the action IAM asks for, on the object or on the bucket. */
export const ACTIONS: Readonly<Record<string, readonly [action: string, on: "object" | "bucket" | "all"]>> = {
  ListBuckets: ["s3:ListAllMyBuckets", "all"],
  CreateBucket: ["s3:CreateBucket", "bucket"],
  DeleteBucket: ["s3:DeleteBucket", "bucket"],
  HeadBucket: ["s3:ListBucket", "bucket"],
  ListObjects: ["s3:ListBucket", "bucket"],
  ListObjectsV2: ["s3:ListBucket", "bucket"],
  GetObject: ["s3:GetObject", "object"],
  HeadObject: ["s3:GetObject", "object"],
  GetObjectAttributes: ["s3:GetObjectAttributes", "object"],
  PutObject: ["s3:PutObject", "object"],
  PostObject: ["s3:PutObject", "object"],
  CopyObject: ["s3:PutObject", "object"],
  DeleteObject: ["s3:DeleteObject", "object"],
  DeleteObjects: ["s3:DeleteObject", "object"],
  CreateMultipartUpload: ["s3:PutObject", "object"],
  UploadPart: ["s3:PutObject", "object"],
  UploadPartCopy: ["s3:PutObject", "object"],
  CompleteMultipartUpload: ["s3:PutObject", "object"],
  AbortMultipartUpload: ["s3:AbortMultipartUpload", "object"],
};

/** What a call needs. An operation the engine does not know is asked for under its own name. */
export function s3Permissions(call: AwsCall): readonly RequiredPermission[] {
  const [action, on] = ACTIONS[call.operation] ?? [`s3:${call.operation.replaceAll(/\W/g, "")}`, "object"];
  if (on === "all") return [{ action, resource: "*" }];
  const bucket = `arn:aws:s3:::${s3Bucket(call.path)}`;
  if (on === "bucket") {
    const prefix = call.query.get("prefix");
    return [{ action, resource: bucket, ...(prefix !== null && { context: { "s3:prefix": prefix } }) }];
  }
  const needed = keysOf(call).map((key) => ({ action, resource: `${bucket}/${key}` }));
  const source = call.headers["x-amz-copy-source"];
  if (source === undefined) return needed;
  return [
    ...needed,
    {
      action: "s3:GetObject",
      resource: `arn:aws:s3:::${decodeURIComponent(source).replace(/^\/|\?.*$/g, "")}`,
    },
  ];
}

function keysOf(call: AwsCall): readonly string[] {
  if (call.operation === "DeleteObjects") {
    const keys = [...call.body.toString("utf8").matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) =>
      unescapeXml(key),
    );
    // A list that cannot be read must not pass as one that needs nothing.
    return keys.length === 0 ? ["*"] : keys;
  }
  if (call.operation !== "PostObject") return [s3Key(call.path)];
  const form = parseUploadForm(call.headers["content-type"] ?? "", call.body);
  return [form === undefined ? "" : uploadKey(form)];
}

function unescapeXml(text: string): string {
  return text
    .replaceAll(/&#(x?)([0-9a-fA-F]+);/g, (_whole, hex: string, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, hex === "" ? 10 : 16)),
    )
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
