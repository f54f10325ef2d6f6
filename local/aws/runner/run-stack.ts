import { MovableClock } from "../clock.ts";
import { createFrontDoor, type FrontDoor } from "../front-door/front-door.ts";
import type { Credentials } from "../front-door/callers.ts";
import type { Meter } from "../front-door/meter.ts";
import { functionSpecs } from "../host/function-specs.ts";
import { createFunctionHost } from "../host/host.ts";
import { createLambdaApi } from "../host/lambda-api.ts";
import type { FunctionHost, FunctionLine, HostLimits } from "../host/types.ts";
import type { MappingTuning } from "../mappings/services.ts";
import { readAssembly } from "../template/assembly.ts";
import { resolveTemplate } from "../template/resolve.ts";
import { rewriteServiceUrls } from "../template/service-urls.ts";
import type { LocalLog, Place, ResolvedStack } from "../types.ts";
import { createConnectionsApi } from "../websocket/connections-api.ts";
import { openEngines, type Engines } from "./engines.ts";
import { openFronts } from "./fronts.ts";
import { listen, type Listener } from "./listeners.ts";
import { startStackMappings } from "./stack-mappings.ts";
import { createTargetCaller } from "./schedule-targets.ts";

/** What to run, and how. Only the assembly is needed. */
export interface RunOptions {
  /** The synthesized cloud assembly (`cdk.out`). */
  readonly assemblyDir: string;
  /** Needed when the assembly holds several stacks. */
  readonly stackName?: string;
  /** Values of template parameters without default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Folder of everything that outlives the run; without it all is in memory. */
  readonly dataDir?: string;
  readonly clock?: MovableClock;
  readonly place?: Place;
  /** Ports on 127.0.0.1; those left out (and every front after the first of its kind) take a free one. */
  readonly ports?: {
    readonly frontDoor?: number;
    readonly rest?: number;
    readonly webSocket?: number;
    readonly distribution?: number;
  };
  /** The operator's keys; made up when left out. */
  readonly operator?: Credentials;
  readonly log?: LocalLog;
  /** Receives each line the functions write. */
  readonly onLine?: (line: FunctionLine) => void;
  readonly host?: Partial<HostLimits>;
  readonly mappings?: Partial<Omit<MappingTuning, "dataDir">>;
  /** Last word on a function's variables, e.g. to point one at a stand-in for a service outside the stack. */
  readonly environment?: (
    functionId: string,
    variables: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, string>>;
}

/** A stack at work on this machine. */
export interface RunningStack {
  readonly stack: ResolvedStack;
  /** The stack's outputs, with the addresses of AWS replaced by local ones. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Stage URL of the first REST API (without a slash at the end), if there is one. */
  readonly restUrl: string | undefined;
  /** Stage URL of the first WebSocket API, if there is one. */
  readonly webSocketUrl: string | undefined;
  /** Address of the first distribution (without a slash at the end), if there is one. */
  readonly distributionUrl: string | undefined;
  readonly frontDoor: FrontDoor;
  readonly engines: Engines;
  readonly host: FunctionHost;
  readonly clock: MovableClock;
  readonly meter: Meter;
  /** No call, batch or stream record under way, and no message waiting in a mapped queue. Later retries are not looked at. */
  idle(): boolean;
  /** Ends everything; calls under way get two seconds. A second close is harmless. */
  close(): Promise<void>;
}

const GRACE_MS = 2_000;
const DEFAULT_PLACE: Place = { region: "us-east-1", account: "000000000000" };

/**
 * Runs a synthesized stack: resolves its template, opens engines and front door, starts functions, APIs, event source
 * mappings and schedules. Whatever was opened is closed again when a part of the template cannot be run.
 */
export async function runStack(options: RunOptions): Promise<RunningStack> {
  const closers: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll(closers);
    return closing;
  };
  try {
    return { ...(await open(options, (closer) => closers.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: RunOptions,
  onClose: (closer: () => Promise<void>) => void,
): Promise<Omit<RunningStack, "close">> {
  const {
    assemblyDir,
    dataDir,
    clock = new MovableClock(),
    place = DEFAULT_PLACE,
    log = () => undefined,
    ports = {},
  } = options;
  const { stackName, template } = readAssembly(assemblyDir, options.stackName);

  const listeners = new Map<string, Listener>();
  const listenFor = async (type: string, first: number | undefined): Promise<void> => {
    const ids = Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id]) => id);
    for (const [index, id] of ids.entries()) {
      const listener = await listen(index === 0 ? (first ?? 0) : 0);
      listeners.set(id, listener);
      onClose(() => listener.close());
    }
  };
  await listenFor("AWS::ApiGateway::RestApi", ports.rest);
  await listenFor("AWS::ApiGatewayV2::Api", ports.webSocket);
  await listenFor("AWS::CloudFront::Distribution", ports.distribution);

  const engineOptions = { clock, place, log, ...(dataDir === undefined ? {} : { dataDir }) };
  const engines = await openEngines(engineOptions, onClose);
  const frontDoor = await createFrontDoor({
    place,
    clock,
    log,
    engines: Object.values(engines),
    port: ports.frontDoor ?? 0,
    ...(options.operator === undefined ? {} : { operator: options.operator }),
  });
  onClose(() => frontDoor.close());

  const urlOf = (scheme: string) => (id: string, stage: string) =>
    `${scheme}://${listeners.get(id)?.address ?? "127.0.0.1"}/${stage}`;
  const localEndpoints = {
    frontDoorUrl: frontDoor.url,
    restUrl: urlOf("http"),
    webSocketUrl: urlOf("ws"),
    distributionUrl: (id: string) => `http://${listeners.get(id)?.address ?? "127.0.0.1"}`,
  };
  const stack = resolveTemplate({
    source: { assemblyDir },
    stackName,
    place,
    localEndpoints,
    ...(options.parameters === undefined ? {} : { parameters: options.parameters }),
  });
  frontDoor.useStack(stack);
  engines.dynamodb.provision(stack.resources);
  engines.sqs.provision(stack.resources);
  await engines.s3.provision(stack.resources);
  await engines.cognito.provision(stack.resources);
  await engines.secretsManager.provision(stack.resources);
  await engines.scheduler.provision(stack.resources);

  const localize = (text: string): string => rewriteServiceUrls(text, stack, localEndpoints);
  const mapValues = (map: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [name, localize(value)]));
  const host = createFunctionHost({
    functions: functionSpecs(stack, assemblyDir).map((spec) => {
      const environment = mapValues(spec.environment);
      return { ...spec, environment: options.environment?.(spec.id, environment) ?? environment };
    }),
    region: place.region,
    clockOffset: clock.shared,
    log,
    onLine: options.onLine ?? (() => undefined),
    machineEnvironment: (functionId) => {
      const { accessKeyId, secretAccessKey } = frontDoor.credentialsFor(functionId);
      return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_ENDPOINT_URL: frontDoor.url,
      };
    },
    onInvocation: ({ functionId, billedMs, gigabyteSeconds }) =>
      frontDoor.meter.record({
        functionId,
        service: "lambda",
        operation: "Invoke",
        ms: billedMs,
        gbSeconds: gigabyteSeconds,
      }),
    ...(options.host === undefined ? {} : { limits: options.host }),
  });
  onClose(() => host.close());

  const lambda = createLambdaApi({ host, ...place, log });
  const webSockets = openFronts({
    ...{ stack, clock, log, host, frontDoor, listeners, localize },
    s3: engines.s3,
  });
  const connections = createConnectionsApi({
    place,
    connections: (apiId, stage) => webSockets.find((front) => front.apiId === apiId)?.connections(stage),
  });
  frontDoor.addEngine(lambda);
  frontDoor.addEngine(connections);
  const mappings = await startStackMappings({
    stack,
    clock,
    log,
    host,
    frontDoor,
    engines,
    tuning: { ...options.mappings, ...(dataDir === undefined ? {} : { dataDir }) },
  });
  engines.scheduler.onFire(createTargetCaller(stack, frontDoor, engines.sqs, lambda));

  onClose(async () => {
    const ends = Promise.allSettled([
      ...webSockets.map((front) => front.close()),
      mappings.stop(),
      lambda.close(),
      engines.scheduler.close(),
    ]);
    await within(GRACE_MS, ends);
    // What is still under way fails with its sandbox, and then ends.
    await host.close();
    await ends;
  });

  const firstUrl = (
    type: string,
    stageType: string,
    apiProperty: string,
    url: (id: string, stage: string) => string,
  ): string | undefined => {
    const api = stack.resources.find((resource) => resource.type === type);
    const stage = stack.resources.find(
      (resource) => resource.type === stageType && resource.properties[apiProperty] === api?.physicalId,
    );
    return api === undefined || stage === undefined ? undefined : url(api.logicalId, stage.physicalId);
  };
  const distribution = stack.resources.find(({ type }) => type === "AWS::CloudFront::Distribution");
  return {
    stack,
    outputs: mapValues(stack.outputs),
    restUrl: firstUrl(
      "AWS::ApiGateway::RestApi",
      "AWS::ApiGateway::Stage",
      "RestApiId",
      localEndpoints.restUrl,
    ),
    webSocketUrl: firstUrl(
      "AWS::ApiGatewayV2::Api",
      "AWS::ApiGatewayV2::Stage",
      "ApiId",
      localEndpoints.webSocketUrl,
    ),
    distributionUrl: distribution && localEndpoints.distributionUrl(distribution.logicalId),
    frontDoor,
    engines,
    host,
    clock,
    meter: frontDoor.meter,
    idle: () => mappings.idle() && host.functions.every(({ id }) => host.inFlight(id) === 0),
  };
}

/** The last opened first; every one is closed even when another fails. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closers.toReversed()) {
    try {
      await close();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, "the local cloud did not close cleanly");
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
