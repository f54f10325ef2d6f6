import type { Wildcard } from "./properties.ts";

/** A kind of wildcard that policies may have, and why. */
export interface StatedWildcard {
  readonly effect: Wildcard["effect"];
  readonly kind: Wildcard["kind"];
  readonly text: RegExp;
  readonly reason: string;
}

const arn = (service: string): string => `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>`;

/** Every wildcard in the policies of the stack. One that is not here fails the test, and so does one that is not needed. */
export const statedWildcards: readonly StatedWildcard[] = [
  {
    effect: "Allow",
    kind: "resource",
    text: /^<\w+Logs\w+\.Arn>:\*$/,
    reason: "Each sandbox of a function writes a stream of its own in the function's own log group.",
  },
  {
    effect: "Allow",
    kind: "resource",
    text: new RegExp(`^${arn("execute-api")}:<SocketsApi\\w+>/live/POST/@connections/\\*$`),
    reason: "Connection ids are given out when sockets open; the API and the method are named.",
  },
  {
    effect: "Allow",
    kind: "resource",
    text: new RegExp(`^${arn("execute-api")}:<SocketsApi\\w+>/live/GET/@connections/\\*$`),
    reason:
      "Whether somebody is still there is asked of whichever sockets they had; the API and the method are named.",
  },
  {
    effect: "Allow",
    kind: "resource",
    text: new RegExp(`^${arn("execute-api")}:<SocketsApi\\w+>/live/DELETE/@connections/\\*$`),
    reason:
      "The relay closes the sockets of a session that ended, whichever they are; the API and the method are named.",
  },
  {
    effect: "Allow",
    kind: "resource",
    text: new RegExp(`^${arn("secretsmanager")}:secret:balcao-main/channels/\\*$`),
    reason:
      "Channels come and go while the stack stays, and every secret's ARN ends in six random characters.",
  },
  {
    effect: "Allow",
    kind: "resource",
    text: new RegExp(`^${arn("scheduler")}:schedule/<SnoozesGroup\\w+>/\\*$`),
    reason: "Each snooze has a schedule of its own; the group is named.",
  },
  {
    effect: "Allow",
    kind: "managed policy",
    text: /^arn:<AWS::Partition>:iam::aws:policy\/service-role\/AmazonAPIGatewayPushToCloudWatchLogs$/,
    reason:
      "The account's one setting for logs serves all of its APIs, whose log groups this stack does not know.",
  },
  {
    effect: "Deny",
    kind: "action",
    text: /^(s3|sqs):\*$/,
    reason: "Without TLS nothing at all is allowed.",
  },
  {
    effect: "Deny",
    kind: "resource",
    text: /^<MediaBucket\w+\.Arn>\/\*$/,
    reason: "Without TLS nothing at all is allowed.",
  },
  {
    effect: "Deny",
    kind: "resource",
    text: /^<WebSiteBucket\w+\.Arn>\/\*$/,
    reason: "Without TLS nothing at all is allowed.",
  },
  {
    effect: "Allow",
    kind: "resource",
    text: /^<WebSiteBucket\w+\.Arn>\/\*$/,
    reason: "The distribution, and nobody else, reads whatever was published; it is public by then.",
  },
];
