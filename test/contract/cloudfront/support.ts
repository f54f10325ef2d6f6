import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createDistributionFront } from "../../../local/aws/cloudfront/front.ts";
import { createS3Engine } from "../../../local/aws/engines/s3/engine.ts";
import { listen } from "../../../local/aws/runner/listeners.ts";
import { resolveTemplate } from "../../../local/aws/template/resolve.ts";
import type { AwsCall } from "../../../local/aws/types.ts";

const at = (id: string, attribute = "Arn"): object => ({ "Fn::GetAtt": [id, attribute] });
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** What a request looked like when it reached the API. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** The distribution of a template with a bucket and an API. */
export function siteTemplate(): {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
} {
  return {
    Resources: {
      Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "api" } },
      Pages: { Type: "AWS::S3::Bucket", Properties: {} },
      PagesPolicy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: {
          Bucket: { Ref: "Pages" },
          PolicyDocument: {
            Statement: [
              {
                Effect: "Allow",
                Action: "s3:GetObject",
                Principal: { Service: "cloudfront.amazonaws.com" },
                Resource: { "Fn::Join": ["", [at("Pages"), "/*"]] },
                Condition: {
                  StringEquals: {
                    "AWS:SourceArn": {
                      "Fn::Join": [
                        "",
                        [
                          "arn:aws:cloudfront::",
                          { Ref: "AWS::AccountId" },
                          ":distribution/",
                          { Ref: "Site" },
                        ],
                      ],
                    },
                  },
                },
              },
            ],
          },
        },
      },
      Access: { Type: "AWS::CloudFront::OriginAccessControl", Properties: {} },
      Headers: {
        Type: "AWS::CloudFront::ResponseHeadersPolicy",
        Properties: {
          ResponseHeadersPolicyConfig: {
            Name: "headers",
            SecurityHeadersConfig: {
              ContentSecurityPolicy: {
                ContentSecurityPolicy: "default-src https://aws.test",
                Override: true,
              },
              StrictTransportSecurity: {
                AccessControlMaxAgeSec: 60,
                IncludeSubdomains: true,
                Override: true,
              },
            },
            CustomHeadersConfig: {
              Items: [
                { Header: "X-Kept", Value: "the policy's", Override: false },
                { Header: "Cache-Control", Value: "no-cache", Override: true },
              ],
            },
          },
        },
      },
      Rewrite: {
        Type: "AWS::CloudFront::Function",
        Properties: {
          Name: "rewrite",
          FunctionCode: `function handler(event) {
            var request = event.request;
            if (request.uri === "/teapot") return { statusCode: 418, headers: { "x-by": { value: event.viewer.ip } } };
            if (request.uri === "/broken") return nothing.there;
            if (request.uri.indexOf(".") < 0) request.uri = "/index.html";
            return request;
          }`,
        },
      },
      Site: {
        Type: "AWS::CloudFront::Distribution",
        Properties: {
          DistributionConfig: {
            Enabled: true,
            DefaultCacheBehavior: {
              TargetOriginId: "pages",
              CachePolicyId: cachingDisabled,
              Compress: true,
              ResponseHeadersPolicyId: { Ref: "Headers" },
              ViewerProtocolPolicy: "redirect-to-https",
              FunctionAssociations: [
                { EventType: "viewer-request", FunctionARN: at("Rewrite", "FunctionARN") },
              ],
            },
            CacheBehaviors: [
              {
                PathPattern: "/assets/*",
                TargetOriginId: "pages",
                CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
                Compress: true,
                ViewerProtocolPolicy: "redirect-to-https",
              },
              {
                PathPattern: "/v1/*",
                TargetOriginId: "api",
                AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
                CachePolicyId: cachingDisabled,
                OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
                ViewerProtocolPolicy: "https-only",
              },
            ],
            Origins: [
              {
                Id: "pages",
                DomainName: at("Pages", "RegionalDomainName"),
                OriginAccessControlId: at("Access", "Id"),
                S3OriginConfig: { OriginAccessIdentity: "" },
              },
              {
                Id: "api",
                DomainName: { "Fn::Sub": "${Api}.execute-api.${AWS::Region}.amazonaws.com" },
                CustomOriginConfig: { OriginProtocolPolicy: "https-only" },
                OriginCustomHeaders: [{ HeaderName: "X-Front", HeaderValue: "the mark" }],
              },
            ],
          },
        },
      },
    },
  };
}

/** Serves the template's distribution in front of a bucket in memory and an API that tells what it saw. */
export async function serveSite(template = siteTemplate()) {
  const seen: Seen[] = [];
  const api = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(url?.includes("missing") ? 404 : 200, {
        "set-cookie": ["a=1; Path=/v1", "b=2"],
        "cache-control": "no-store",
      });
      response.end("from the api");
    });
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(api.address() as AddressInfo).port}`;
  const listener = await listen(0);
  const logged: string[] = [];
  const stack = resolveTemplate({
    source: { template },
    stackName: "site",
    place: { region: "sa-east-1", account: "000000000000" },
    localEndpoints: { frontDoorUrl: "http://127.0.0.1:1", restUrl: () => "", webSocketUrl: () => "" },
  });
  const s3 = createS3Engine({ log: () => undefined });
  await s3.provision(stack.resources);
  const bucket = stack.resources.find(({ logicalId }) => logicalId === "Pages")?.physicalId ?? "";
  const close = async (): Promise<void> => {
    await listener.close();
    api.closeAllConnections();
    await new Promise((resolve) => api.close(resolve));
    await s3.close();
  };
  try {
    const distribution = stack.resources.find(({ logicalId }) => logicalId === "Site");
    if (distribution === undefined) throw new Error("the template has no distribution");
    const front = createDistributionFront({
      ...{ stack, distribution, s3 },
      log: (event) => logged.push(event.message),
      addressOf: (host) => (host.endsWith(".execute-api.sa-east-1.amazonaws.com") ? address : undefined),
      localize: (text) => text.replaceAll("https://aws.test", "http://local.test"),
    });
    listener.serve({ request: front.handle });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `http://${listener.address}`,
    seen,
    logged,
    put: async (key: string, body: string, headers: Readonly<Record<string, string>> = {}) => {
      const call: AwsCall = {
        ...{ service: "s3", operation: "PutObject", method: "PUT", path: `/${bucket}/${key}` },
        query: new URLSearchParams(),
        headers: { "content-type": "text/html", ...headers },
        body: Buffer.from(body),
        caller: { kind: "operator" },
      };
      const { status } = await s3.handle(call);
      if (status !== 200) throw new Error(`${key} was not stored: ${status}`);
    },
    close,
  };
}
