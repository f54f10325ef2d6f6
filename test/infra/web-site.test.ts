import { createContext, runInContext } from "node:vm";
import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { prepare, synthesized, workspace } from "./support/synth.ts";
import { ofType, rendered } from "./support/template.ts";

const place = workspace();
afterAll(() => place.remove());
const template = synthesized(prepare(place));

const Behaviour = z.looseObject({
  PathPattern: z.string().optional(),
  TargetOriginId: z.string(),
  ViewerProtocolPolicy: z.string(),
  AllowedMethods: z.array(z.string()).optional(),
  CachePolicyId: z.string(),
  OriginRequestPolicyId: z.string().optional(),
  ResponseHeadersPolicyId: z.object({ Ref: z.string() }).optional(),
  FunctionAssociations: z.array(z.object({ EventType: z.string() })).optional(),
});
const Origin = z.looseObject({
  Id: z.string(),
  DomainName: z.unknown(),
  OriginCustomHeaders: z.array(z.object({ HeaderName: z.string(), HeaderValue: z.unknown() })).optional(),
});
const Config = z.looseObject({
  DefaultCacheBehavior: Behaviour,
  CacheBehaviors: z.array(Behaviour),
  Origins: z.array(Origin),
  CustomErrorResponses: z.undefined().optional(),
});
const config = Config.parse(
  ofType(template, "AWS::CloudFront::Distribution")[0]?.Properties["DistributionConfig"],
);
const [assets, api] = config.CacheBehaviors;
const originOf = (behaviour: z.infer<typeof Behaviour> | undefined) =>
  config.Origins.find(({ Id }) => Id === behaviour?.TargetOriginId);

/** Ids of AWS's own policies, from its documentation. */
const managed = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewerExceptHost: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
};

/** What a behaviour adds to its answers: names in lower case. */
function headersOf(behaviour: z.infer<typeof Behaviour> | undefined): Readonly<Record<string, string>> {
  const id = behaviour?.ResponseHeadersPolicyId?.Ref ?? "";
  const policy = z
    .object({
      SecurityHeadersConfig: z.looseObject({
        ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.unknown(), Override: z.literal(true) }),
        ContentTypeOptions: z.object({ Override: z.literal(true) }),
        FrameOptions: z.object({ FrameOption: z.string() }),
        ReferrerPolicy: z.object({ ReferrerPolicy: z.string() }),
        StrictTransportSecurity: z.object({ AccessControlMaxAgeSec: z.number() }),
      }),
      CustomHeadersConfig: z.object({
        Items: z.array(z.object({ Header: z.string(), Value: z.string(), Override: z.literal(true) })),
      }),
    })
    .parse(template.Resources[id]?.Properties["ResponseHeadersPolicyConfig"]);
  const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = policy;
  return {
    "content-security-policy": rendered(security.ContentSecurityPolicy.ContentSecurityPolicy),
    "x-frame-options": security.FrameOptions.FrameOption,
    "referrer-policy": security.ReferrerPolicy.ReferrerPolicy,
    "strict-transport-security": String(security.StrictTransportSecurity.AccessControlMaxAgeSec),
    ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header, Value])),
  };
}

describe("what goes where", () => {
  test("pages come from the bucket, the API's paths from the API by its own host", () => {
    expect(config.CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(["/assets/*", "/v1/*"]);
    const [bucket] = ofType(template, "AWS::S3::Bucket").filter(({ id }) => id.startsWith("WebSite"));
    for (const behaviour of [config.DefaultCacheBehavior, assets])
      expect(rendered(originOf(behaviour)?.DomainName)).toBe(`<${bucket?.id}.RegionalDomainName>`);
    const [rest] = ofType(template, "AWS::ApiGateway::RestApi");
    expect(rendered(originOf(api)?.DomainName)).toBe(
      `<${rest?.id}>.execute-api.<AWS::Region>.<AWS::URLSuffix>`,
    );
    expect(rendered(template.Outputs["ApiUrl"]?.Value)).toContain(rest?.id);
  });

  test("the API gets every method, header and cookie, and no answer of it is kept", () => {
    expect(api).toMatchObject({
      AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
      CachePolicyId: managed.cachingDisabled,
      OriginRequestPolicyId: managed.allViewerExceptHost,
      ViewerProtocolPolicy: "https-only",
    });
    expect(api?.FunctionAssociations).toBeUndefined();
  });

  test("the API is told that a request came this way, by a mark only this installation knows", () => {
    const mark = { "Fn::Select": [2, { "Fn::Split": ["/", { Ref: "AWS::StackId" }] }] };
    expect(originOf(api)?.OriginCustomHeaders).toEqual([{ HeaderName: "x-balcao-front", HeaderValue: mark }]);
    const access = ofType(template, "AWS::Lambda::Function").find(
      ({ Properties }) => Properties["FunctionName"] === "balcao-main-api-access",
    );
    expect(access?.Properties["Environment"]).toMatchObject({ Variables: { FRONT_MARK: mark } });
  });

  test("what is named by its content is kept for good, everything else asked for each time", () => {
    expect(assets?.CachePolicyId).toBe(managed.cachingOptimized);
    // Their own header says how long (publish.test.ts); a missing one must not be remembered.
    expect(headersOf(assets)).not.toHaveProperty("cache-control");
    expect(config.DefaultCacheBehavior.CachePolicyId).toBe(managed.cachingDisabled);
    expect(headersOf(config.DefaultCacheBehavior)["cache-control"]).toBe("no-cache");
  });
});

describe("what is said with every page", () => {
  test.each([
    ["pages", config.DefaultCacheBehavior],
    ["assets", assets],
  ] as const)("%s: nothing inline, nothing from elsewhere, in no frame", (_, behaviour) => {
    const headers = headersOf(behaviour);
    const policy = headers["content-security-policy"] ?? "";
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy.split("; ")).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "frame-ancestors 'none'",
        "object-src 'none'",
      ]),
    );
    expect(policy).toMatch(
      /; connect-src 'self' wss:\/\/<SocketsApi\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>\/live; /,
    );
    expect(headers).toMatchObject({
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "strict-transport-security": String(730 * 86_400),
      "permissions-policy": expect.stringMatching(/^microphone=\(self\), .*camera=\(\)/),
      "cross-origin-opener-policy": "same-origin",
    });
  });
});

describe("the desk's routes", () => {
  const [source] = ofType(template, "AWS::CloudFront::Function").map(({ Properties }) =>
    z.string().parse(Properties["FunctionCode"]),
  );
  const pageFor = (uri: string): unknown =>
    runInContext(`${source}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`, createContext());

  test("are answered by the one page, files by themselves", () => {
    for (const route of ["/", "/tickets", "/tickets/01JCP", "/admin/sectors/", "/v1"])
      expect(pageFor(route)).toBe("/index.html");
    for (const file of ["/config.json", "/favicon.svg", "/sounds/new.mp3"]) expect(pageFor(file)).toBe(file);
  });

  test("no error of the API is answered by a page", () => {
    expect(config.CustomErrorResponses).toBeUndefined();
  });
});

test("nobody but this distribution reads the bucket", () => {
  const policy = ofType(template, "AWS::S3::BucketPolicy").find(({ id }) => id.startsWith("WebSite"));
  const { Statement } = z
    .object({ Statement: z.array(z.looseObject({ Effect: z.string() })) })
    .parse(policy?.Properties["PolicyDocument"]);
  const allowed = Statement.filter(({ Effect }) => Effect === "Allow");
  const [distribution] = ofType(template, "AWS::CloudFront::Distribution");
  expect(allowed).toEqual([
    {
      Effect: "Allow",
      Action: "s3:GetObject",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Resource: expect.anything(),
      Condition: { StringEquals: { "AWS:SourceArn": expect.anything() } },
    },
  ]);
  expect(JSON.stringify(allowed[0]?.["Condition"])).toContain(`"${distribution?.id}"`);
});

test("names that belong to the whole account carry the stack's name and region", () => {
  for (const [type, where] of [
    ["AWS::CloudFront::ResponseHeadersPolicy", "ResponseHeadersPolicyConfig"],
    ["AWS::CloudFront::OriginAccessControl", "OriginAccessControlConfig"],
  ] as const) {
    for (const { Properties } of ofType(template, type)) {
      const { Name } = z.looseObject({ Name: z.unknown() }).parse(Properties[where]);
      expect(rendered(Name)).toMatch(/^balcao-main-<AWS::Region>-/);
    }
  }
  for (const { Properties } of ofType(template, "AWS::CloudFront::Function"))
    expect(rendered(Properties["Name"])).toMatch(/^balcao-main-<AWS::Region>-/);
});
