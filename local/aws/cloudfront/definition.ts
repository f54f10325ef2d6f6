import * as z from "zod";
import { TemplateError } from "../template/errors.ts";
import type { Resource, ResolvedStack } from "../types.ts";

/** A part of a distribution that this front cannot serve as CloudFront would is refused when the stack starts. */
const refused = (what: string) => z.never(`${what} is not emulated`).optional();

const Methods = z.array(z.string()).default(["GET", "HEAD"]);
const FunctionAssociation = z.object({ EventType: z.literal("viewer-request"), FunctionARN: z.string() });

const Behaviour = z.object({
  PathPattern: z.string().optional(),
  TargetOriginId: z.string(),
  AllowedMethods: Methods,
  CachePolicyId: z.string(),
  OriginRequestPolicyId: z.string().optional(),
  ResponseHeadersPolicyId: z.string().optional(),
  Compress: z.boolean().default(false),
  FunctionAssociations: z.array(FunctionAssociation).default([]),
  LambdaFunctionAssociations: refused("Lambda@Edge"),
  TrustedKeyGroups: refused("signed URLs"),
});

const Origin = z.object({
  Id: z.string(),
  DomainName: z.string(),
  OriginPath: z.string().default(""),
  OriginAccessControlId: z.string().optional(),
  S3OriginConfig: z.unknown().optional(),
  CustomOriginConfig: z.unknown().optional(),
  OriginCustomHeaders: z.array(z.object({ HeaderName: z.string(), HeaderValue: z.string() })).default([]),
});

const Config = z.object({
  DefaultCacheBehavior: Behaviour,
  CacheBehaviors: z.array(Behaviour).default([]),
  Origins: z.array(Origin),
  DefaultRootObject: z.string().optional(),
  CustomErrorResponses: refused("a custom error response"),
  OriginGroups: refused("an origin group"),
});

const Override = z.object({ Override: z.boolean() });
const Headers = z.object({
  CustomHeadersConfig: z
    .object({ Items: z.array(z.object({ Header: z.string(), Value: z.string(), Override: z.boolean() })) })
    .optional(),
  SecurityHeadersConfig: z
    .strictObject({
      ContentSecurityPolicy: Override.extend({ ContentSecurityPolicy: z.string() }).optional(),
      ContentTypeOptions: Override.optional(),
      FrameOptions: Override.extend({ FrameOption: z.string() }).optional(),
      ReferrerPolicy: Override.extend({ ReferrerPolicy: z.string() }).optional(),
      StrictTransportSecurity: Override.extend({
        AccessControlMaxAgeSec: z.number(),
        IncludeSubdomains: z.boolean().default(false),
        Preload: z.boolean().default(false),
      }).optional(),
    })
    .optional(),
  CorsConfig: refused("CORS by a response headers policy"),
  RemoveHeadersConfig: refused("removing headers"),
  ServerTimingHeadersConfig: refused("server timing"),
});

/** A header that a behaviour adds; without `override` the origin's own stays. */
export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  readonly override: boolean;
}

/** One behaviour of a distribution, with everything it refers to in place. */
export interface Behaviour {
  /** Undefined for the default one. */
  readonly pattern: string | undefined;
  readonly methods: readonly string[];
  readonly origin: z.infer<typeof Origin>;
  /** CloudFront compresses only what its cache policy lets it keep in compressed forms. */
  readonly compress: boolean;
  readonly headers: readonly AddedHeader[];
  /** Code that runs before the origin is asked. */
  readonly viewerRequest: string | undefined;
}

/** AWS's own policies, by the ids in its documentation: which of them keep and compress. */
const CACHE_POLICIES: Readonly<Record<string, { readonly compresses: boolean }>> = {
  // CachingDisabled
  "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": { compresses: false },
  // CachingOptimized
  "658327ea-f89d-4fab-a63d-7e88639e58f6": { compresses: true },
};
/** AllViewerExceptHostHeader */
const ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/** The behaviours in the order in which CloudFront tries them, the default one last. Throws {@link TemplateError}. */
export function readDistribution(
  stack: ResolvedStack,
  { logicalId, properties }: Resource,
): readonly Behaviour[] {
  const parsed = Config.safeParse(properties["DistributionConfig"]);
  if (!parsed.success) throw new TemplateError(`${logicalId}: ${z.prettifyError(parsed.error)}`);
  const config = parsed.data;
  return [...config.CacheBehaviors, config.DefaultCacheBehavior].map((behaviour) => {
    const at = `${logicalId}: behaviour ${behaviour.PathPattern ?? "default"}`;
    const origin = config.Origins.find(({ Id }) => Id === behaviour.TargetOriginId);
    if (origin === undefined)
      throw new TemplateError(`${at}: there is no origin ${behaviour.TargetOriginId}`);
    const kept = CACHE_POLICIES[behaviour.CachePolicyId];
    if (kept === undefined)
      throw new TemplateError(`${at}: cache policy ${behaviour.CachePolicyId} is not known`);
    const isBucket = origin.S3OriginConfig !== undefined;
    if (
      isBucket
        ? behaviour.OriginRequestPolicyId !== undefined
        : behaviour.OriginRequestPolicyId !== ALL_BUT_HOST
    )
      throw new TemplateError(
        `${at}: origin request policy ${behaviour.OriginRequestPolicyId} is not emulated`,
      );
    if (isBucket && origin.OriginAccessControlId === undefined)
      throw new TemplateError(`${at}: only buckets with an origin access control are served`);
    const [code, ...more] = behaviour.FunctionAssociations;
    if (more.length > 0) throw new TemplateError(`${at}: one function an event`);
    return {
      pattern: behaviour.PathPattern,
      methods: behaviour.AllowedMethods,
      origin,
      compress: behaviour.Compress && kept.compresses,
      headers: headersOf(stack, behaviour.ResponseHeadersPolicyId, at),
      viewerRequest: code === undefined ? undefined : codeOf(stack, code.FunctionARN, at),
    };
  });
}

function codeOf(stack: ResolvedStack, arn: string, at: string): string {
  const found = stack.resources.find((one) => one.type === "AWS::CloudFront::Function" && one.arn === arn);
  if (found === undefined) throw new TemplateError(`${at}: there is no function ${arn}`);
  return z.string().parse(found.properties["FunctionCode"]);
}

function headersOf(stack: ResolvedStack, id: string | undefined, at: string): readonly AddedHeader[] {
  if (id === undefined) return [];
  const policy = stack.resources.find(
    ({ type, physicalId }) => type === "AWS::CloudFront::ResponseHeadersPolicy" && physicalId === id,
  );
  if (policy === undefined) throw new TemplateError(`${at}: response headers policy ${id} is not known`);
  const parsed = Headers.safeParse(policy.properties["ResponseHeadersPolicyConfig"]);
  if (!parsed.success) throw new TemplateError(`${policy.logicalId}: ${z.prettifyError(parsed.error)}`);
  const { SecurityHeadersConfig: security = {}, CustomHeadersConfig: custom } = parsed.data;
  const { ContentSecurityPolicy: csp, FrameOptions: frame, ReferrerPolicy: referrer } = security;
  const { ContentTypeOptions: sniff, StrictTransportSecurity: tls } = security;
  const header = (name: string, of: { readonly Override: boolean } | undefined, value: string | undefined) =>
    of === undefined || value === undefined ? [] : [{ name, value, override: of.Override }];
  const age = tls && `max-age=${tls.AccessControlMaxAgeSec}`;
  const hsts = [age, tls?.IncludeSubdomains && "includeSubDomains", tls?.Preload && "preload"];
  return [
    ...header("content-security-policy", csp, csp?.ContentSecurityPolicy),
    ...header("x-content-type-options", sniff, "nosniff"),
    ...header("x-frame-options", frame, frame?.FrameOption),
    ...header("referrer-policy", referrer, referrer?.ReferrerPolicy),
    ...header("strict-transport-security", tls, hsts.filter(Boolean).join("; ")),
    ...(custom?.Items ?? []).map(({ Header, Value, Override: override }) => ({
      name: Header.toLowerCase(),
      value: Value,
      override,
    })),
  ];
}

/** Whether a behaviour's pattern (`*` any text, `?` one character) is for this path. */
export function matchesPath(pattern: string | undefined, path: string): boolean {
  if (pattern === undefined) return true;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source.startsWith("/") ? "" : "/?"}${source}$`, "s").test(path);
}
