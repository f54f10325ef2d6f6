import * as z from "zod";
import { s3Bucket } from "../engines/s3/address.ts";
import { matchesPattern } from "../iam/match.ts";
import type { AwsReply, ResolvedStack } from "../types.ts";
import { serviceError } from "./errors.ts";
import type { Request } from "./identify.ts";

const Rules = z.object({
  CorsRules: z.array(
    z.object({
      AllowedOrigins: z.array(z.string()),
      AllowedMethods: z.array(z.string()),
      AllowedHeaders: z.array(z.string()).default([]),
      ExposedHeaders: z.array(z.string()).default([]),
      MaxAge: z.coerce.number().optional(),
    }),
  ),
});

type Rule = z.infer<typeof Rules>["CorsRules"][number];

/** Answers a preflight request from the CORS rules of the bucket it names, as S3 does. */
export function preflight(request: Request, stack: ResolvedStack): AwsReply {
  const origin = request.headers["origin"];
  const method = request.headers["access-control-request-method"];
  if (origin === undefined || method === undefined) {
    return serviceError("s3", "BadRequest", 400, "Insufficient information. Origin request header needed.");
  }
  const asked = (request.headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  const rule = matchingRule(stack, request.path, origin, method, asked);
  if (rule === undefined) {
    return serviceError("s3", "AccessForbidden", 403, "CORSResponse: This CORS request is not allowed.");
  }
  const headers = {
    ...originHeaders(rule, origin),
    ...(asked.length > 0 && { "access-control-allow-headers": asked.join(", ") }),
    ...(rule.MaxAge !== undefined && { "access-control-max-age": String(rule.MaxAge) }),
  };
  return { status: 200, headers, body: "" };
}

/** The CORS headers of an S3 answer: empty when the request has no origin or no rule allows it. */
export function corsHeaders(request: Request, stack: ResolvedStack): Readonly<Record<string, string>> {
  const origin = request.headers["origin"];
  if (origin === undefined) return {};
  const rule = matchingRule(stack, request.path, origin, request.method, []);
  return rule === undefined ? {} : originHeaders(rule, origin);
}

function matchingRule(
  stack: ResolvedStack,
  path: string,
  origin: string,
  method: string,
  headers: readonly string[],
): Rule | undefined {
  const bucket = s3Bucket(path);
  const resource = stack.resources.find(
    ({ type, physicalId }) => type === "AWS::S3::Bucket" && physicalId === bucket,
  );
  const configuration = resource?.properties["CorsConfiguration"];
  if (configuration === undefined) return undefined;
  return Rules.parse(configuration).CorsRules.find(
    (rule) =>
      rule.AllowedOrigins.some((pattern) => matchesPattern(pattern, origin)) &&
      rule.AllowedMethods.includes(method) &&
      headers.every((header) => rule.AllowedHeaders.some((pattern) => matchesPattern(pattern, header, true))),
  );
}

function originHeaders(rule: Rule, origin: string): Record<string, string> {
  const anyone = rule.AllowedOrigins.includes("*");
  return {
    "access-control-allow-origin": anyone ? "*" : origin,
    "access-control-allow-methods": rule.AllowedMethods.join(", "),
    ...(!anyone && { "access-control-allow-credentials": "true" }),
    ...(rule.ExposedHeaders.length > 0 && {
      "access-control-expose-headers": rule.ExposedHeaders.join(", "),
    }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}
