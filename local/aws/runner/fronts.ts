import { createDistributionFront } from "../cloudfront/front.ts";
import type { FrontDoor } from "../front-door/front-door.ts";
import type { FunctionHost, InvokeResult } from "../host/types.ts";
import { mayInvoke } from "../iam/service-principals.ts";
import { createRestFront } from "../rest/front.ts";
import type { Clock, Engine, LocalLog, ResolvedStack } from "../types.ts";
import { createWebSocketFront, type WebSocketFront } from "../websocket/front.ts";
import type { Listener } from "./listeners.ts";

const API_GATEWAY = "apigateway.amazonaws.com";

export interface FrontOptions {
  readonly stack: ResolvedStack;
  readonly clock: Clock;
  readonly log: LocalLog;
  readonly host: FunctionHost;
  readonly frontDoor: FrontDoor;
  readonly s3: Engine;
  /** Replaces addresses of AWS by local ones. */
  localize(text: string): string;
  /** Listeners by logical id of the API or distribution. */
  readonly listeners: ReadonlyMap<string, Listener>;
}

/** Puts every REST and WebSocket API and every distribution of the stack behind its listener; gives the WebSocket fronts. */
export function openFronts({
  stack,
  clock,
  log,
  host,
  frontDoor,
  listeners,
  s3,
  localize,
}: FrontOptions): readonly WebSocketFront[] {
  const { meter } = frontDoor;
  const common = {
    stack,
    clock,
    log,
    invoke: (functionArn: string, event: unknown): Promise<InvokeResult> =>
      host.invoke(host.find(functionArn)?.id ?? functionArn, event),
    mayInvoke: (functionArn: string, sourceArn: string): boolean =>
      mayInvoke(stack, API_GATEWAY, functionArn, sourceArn),
  };
  const webSockets: WebSocketFront[] = [];
  for (const api of stack.resources) {
    const listener = listeners.get(api.logicalId);
    if (listener === undefined) continue;
    if (api.type === "AWS::ApiGateway::RestApi") {
      const front = createRestFront({
        ...common,
        api,
        onRequest: ({ bytesIn, bytesOut }) =>
          meter.record({
            functionId: "anonymous",
            service: "apigateway",
            operation: "RestRequest",
            bytesIn,
            bytesOut,
          }),
      });
      listener.serve({ request: front.handle });
    } else if (api.type === "AWS::CloudFront::Distribution") {
      const addressOf = (name: string): string | undefined => {
        const [apiId, service, region] = name.split(".");
        if (service !== "execute-api" || region !== stack.place.region) return undefined;
        const found = stack.resources.find(({ physicalId }) => physicalId === apiId);
        return found && listeners.get(found.logicalId)?.address;
      };
      const front = createDistributionFront({ stack, distribution: api, s3, log, addressOf, localize });
      listener.serve({ request: front.handle });
    } else {
      const front = createWebSocketFront({
        ...common,
        api,
        onTraffic: (traffic) => {
          const entry = { functionId: "anonymous", service: "apigateway" };
          if (traffic.kind === "connection") {
            meter.record({
              ...entry,
              operation: "WebSocketConnection",
              requests: 0,
              connectionMinutes: traffic.minutes,
            });
          } else {
            const { units, bytesIn, bytesOut } = traffic;
            meter.record({ ...entry, operation: "WebSocketMessage", requests: units, bytesIn, bytesOut });
          }
        },
      });
      listener.serve({ upgrade: front.upgrade });
      webSockets.push(front);
    }
  }
  return webSockets;
}
