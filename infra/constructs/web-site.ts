import { Duration, Fn, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import * as s3 from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { frontHeader } from "../../shared/contracts/front.ts";
import type { Config } from "../config.ts";
import { acknowledge } from "./acknowledge.ts";

/**
 * What runs before the distribution looks for a page: every address without a file name at its end is one of the desk's own
 * routes, which `index.html` answers. Runs on CloudFront's runtime 2.0, and only for pages: what the API does not find stays
 * not found.
 */
const pageOfRoute = `function handler(event) {
  var request = event.request;
  if (!/\\.[^/]*$/.test(request.uri)) request.uri = "/index.html";
  return request;
}`;

export interface WebSiteProps {
  readonly config: Config;
  /** Host of the REST API, whose stage `v1` answers below `/v1/`. */
  readonly apiHost: string;
  /** `wss://…/live`: the one address besides its own that the desk may talk to. */
  readonly socketUrl: string;
}

/**
 * One address for the desk and its API: pages from a private bucket, `/v1/*` from the REST API. The API's own address goes on
 * working, for Meta's webhook and for programs.
 *
 * The bucket's content is no part of the stack: `npm run deploy` publishes it after the stack is there
 * (docs/decisions/0011-serving-the-desk.md). Files under `assets/` have their content's hash in their name and are kept for
 * good, everything else is asked for anew each time, so that publishing needs no invalidation.
 */
export class WebSite extends Construct {
  readonly bucket: s3.Bucket;
  /** `https://…`, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebSiteProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, "Bucket", {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Built from the sources and published again at any time.
      versioned: false,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: props.config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // The library's own types are not made for exact optional properties: only in them is the class no bucket.
    const pages = S3BucketOrigin.withOriginAccessControl(this.bucket as s3.IBucket, {
      originAccessControl: new cloudfront.S3OriginAccessControl(this, "Access", {
        originAccessControlName: this.#name("desk"),
        signing: cloudfront.Signing.SIGV4_ALWAYS,
      }),
    });
    const api = new HttpOrigin(props.apiHost, {
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
      customHeaders: { [frontHeader]: frontMark(Stack.of(this)) },
      // A little longer than the gateway waits for a function, so that its answer is the one that is seen.
      readTimeout: Duration.seconds(30),
    });
    const common = {
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      compress: true,
    };
    const distribution = new cloudfront.Distribution(this, "Distribution", {
      comment: `${Stack.of(this).stackName}: the desk and its API`,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      // The cheaper classes leave out South America, where this desk's people are.
      priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL,
      defaultBehavior: {
        ...common,
        origin: pages,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        responseHeadersPolicy: this.#pageHeaders("Pages", props.socketUrl, [
          { header: "cache-control", value: "no-cache", override: true },
        ]),
        functionAssociations: [
          {
            eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
            function: new cloudfront.Function(this, "PageOfRoute", {
              functionName: this.#name("page-of-route"),
              comment: "The desk's routes are answered by its one page",
              runtime: cloudfront.FunctionRuntime.JS_2_0,
              code: cloudfront.FunctionCode.fromInline(pageOfRoute),
            }),
          },
        ],
      },
      additionalBehaviors: {
        "/assets/*": {
          ...common,
          origin: pages,
          cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
          // How long they are kept they say themselves: said here, it would be said of a missing one too.
          responseHeadersPolicy: this.#pageHeaders("Assets", props.socketUrl),
        },
        "/v1/*": {
          ...common,
          origin: api,
          // A redirect would repeat a request that already went over the wire in the clear, token and all.
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
          cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
          // The gateway finds the API by its own host; everything else the browser says goes through, cookies included. What
          // the API says about safety and caching it says itself.
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
    });
    this.url = `https://${distribution.distributionDomainName}`;
    acknowledge(this.bucket, {
      "AwsSolutions-S1": "It holds the published desk, which anybody may read; there is nothing to find out.",
    });
    acknowledge(distribution, {
      "AwsSolutions-CFR1": "Agents work from wherever their business is.",
      "AwsSolutions-CFR2":
        "A firewall costs more a month than a small desk does; the API throttles, and checks every request by its schemas.",
      "AwsSolutions-CFR3":
        "Access logs would keep the addresses of the people who work here; the API logs its requests without them.",
      "AwsSolutions-CFR4":
        "Under CloudFront's own name and certificate the lowest TLS version cannot be chosen; browsers take the highest.",
    });
  }

  /** Names of CloudFront belong to the account, not to a region or stack. */
  #name(what: string): string {
    const { stackName, region } = Stack.of(this);
    return `${stackName}-${region}-${what}`;
  }

  #pageHeaders(
    id: string,
    socketUrl: string,
    more: readonly cloudfront.ResponseCustomHeader[] = [],
  ): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: this.#name(id.toLowerCase()),
      securityHeadersBehavior: {
        ...securityHeaders,
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(socketUrl), override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          ...more,
          { header: "permissions-policy", value: permissionsPolicy, override: true },
          { header: "cross-origin-opener-policy", value: "same-origin", override: true },
          { header: "cross-origin-resource-policy", value: "same-origin", override: true },
        ],
      },
    });
  }
}

/** What the distribution says in {@link frontHeader}: the random part of the stack's id, which only its account can read. */
export function frontMark(stack: Stack): string {
  return Fn.select(2, Fn.split("/", stack.stackId));
}

const securityHeaders = {
  contentTypeOptions: { override: true },
  frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
  referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
  strictTransportSecurity: {
    accessControlMaxAge: Duration.days(730),
    includeSubdomains: true,
    override: true,
  },
} satisfies cloudfront.ResponseSecurityHeadersBehavior;

/** Nothing inline, nothing from elsewhere; pictures may also be made in the page (`blob:`), recordings too. */
function contentSecurityPolicy(socketUrl: string): string {
  return Object.entries({
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "connect-src": `'self' ${socketUrl}`,
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");
}

/** The desk records voice and sounds, shows notifications and copies text; it needs nothing else of the machine. */
const permissionsPolicy = [
  "microphone=(self)",
  "autoplay=(self)",
  "clipboard-write=(self)",
  "camera=()",
  "display-capture=()",
  "geolocation=()",
  "payment=()",
  "usb=()",
].join(", ");
