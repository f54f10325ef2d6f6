import { S3Client } from "@aws-sdk/client-s3";
import { createFirstAdmin } from "../../shared/actions/organisation/create-first-admin.ts";
import { findAdministrator } from "../../shared/actions/people/person.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { MovableClock } from "../aws/clock.ts";
import type { FunctionLine } from "../aws/host/types.ts";
import { type RunningStack, type RunOptions, runStack } from "../aws/runner/run-stack.ts";
import type { LocalLog } from "../aws/types.ts";
import { openOperator, type Operator, OperatorOutputs } from "../operator/access.ts";
import { publishDesk } from "../operator/publish.ts";
import { localTemplates } from "./templates.ts";
import type { WhatsAppSimulator } from "../whatsapp/api.ts";
import { createWhatsAppSimulator } from "../whatsapp/simulator.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import { prepareAssembly } from "./assembly.ts";
import { firstAdministrator, temporaryPassword } from "./first-administrator.ts";
import { type PhoneMemory, rememberPhones } from "./phone-memory.ts";
import { type Login, signInFirst } from "./sign-in.ts";
import { forgetState, stateIn } from "./state-folder.ts";
import { whatsAppSecrets } from "../../shared/domain/channel-secrets.ts";

/** Folders of built pages (`preparePages`). */
export interface DeskPages {
  readonly desk?: string;
  readonly phone?: string;
}

export interface DeskOptions {
  /** A folder from `prepareAssembly`; it is prepared when left out. */
  readonly assemblyDir?: string;
  /** Folder of everything that outlives the desk; without it all is in memory. */
  readonly dataDir?: string;
  /** Forgets what an earlier desk kept in `dataDir` first. */
  readonly fresh?: boolean;
  /** Pages to publish; what is left out is not there, though its address is. */
  readonly pages?: DeskPages;
  /** Ports on 127.0.0.1; those left out take a free one. */
  readonly ports?: {
    readonly desk?: number;
    readonly api?: number;
    readonly sockets?: number;
    readonly aws?: number;
    readonly simulator?: number;
  };
  readonly clock?: MovableClock;
  /** Receives what the local cloud and the simulator report. Left out: warnings and errors go to stderr. */
  readonly log?: LocalLog;
  /** Receives what the functions write, with the function's name. */
  readonly onLine?: (line: FunctionLine, functionName: string) => void;
  /** Reports nothing, unless `log` is given. */
  readonly quiet?: boolean;
  /** The one origin of this machine, exactly, that outgoing webhooks may reach. Left out: none. */
  readonly webhookTestOrigin?: string;
  /** Anything else of the stack's run. */
  readonly run?: Pick<RunOptions, "host" | "mappings" | "environment" | "place">;
}

/** The desk at work on this machine, with a WhatsApp to play with. */
export interface Desk {
  /** Where the desk's pages are, with the API below `/v1`: e.g. `http://127.0.0.1:4005` */
  readonly deskUrl: string;
  /** e.g. `http://127.0.0.1:4000/v1` */
  readonly apiUrl: string;
  /** e.g. `ws://127.0.0.1:4001/live` */
  readonly socketUrl: string;
  readonly api: ApiClient;
  readonly simulator: WhatsAppSimulator;
  readonly stack: RunningStack;
  readonly operator: Operator;
  /** Gives an access token of a person; by default of the first administrator, who was made when there was none. */
  signIn(login?: Login): Promise<string>;
  /** Tells the simulator of every number the desk has, with the desk's secrets and webhook; gives the ids of the numbers. */
  connectNumbers(): Promise<readonly string[]>;
  /** Ends everything; calls under way get two seconds. A second close is harmless. */
  close(): Promise<void>;
}

/**
 * Starts the synthesized stack with the simulator as its Graph API. Numbers, customers and their open windows of an earlier
 * run are there again. Rejects, having closed what it opened, when a port is taken or the state cannot be read.
 */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const { dataDir, pages = {}, ports = {}, quiet = false, clock = new MovableClock() } = options;
  const log = options.log ?? (quiet ? () => undefined : complain);
  const assemblyDir = options.assemblyDir ?? (await prepareAssembly());
  const state = dataDir === undefined ? undefined : stateIn(dataDir);
  if (options.fresh === true && dataDir !== undefined) await forgetState(dataDir);

  const closers: (() => unknown)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      for (const closer of closers.toReversed()) await closer();
    })();
    return closing;
  };
  try {
    const simulator = await createWhatsAppSimulator({
      ...{ clock, log, port: ports.simulator ?? 0 },
      ...(pages.phone === undefined ? {} : { pages: pages.phone }),
    });
    let phones: PhoneMemory | undefined;
    const stack = await runStack({
      ...options.run,
      assemblyDir,
      clock,
      log,
      parameters: { GraphUrl: simulator.url, WebhookTestOrigin: options.webhookTestOrigin ?? "" },
      ports: definedPorts({
        frontDoor: ports.aws,
        rest: ports.api,
        webSocket: ports.sockets,
        distribution: ports.desk,
      }),
      onLine: (line) => {
        stack.meter.record({
          functionId: line.functionId,
          service: "logs",
          operation: "PutLogEvents",
          bytesIn: Buffer.byteLength(line.line),
        });
        options.onLine?.(line, stack.host.find(line.functionId)?.name ?? line.functionId);
      },
      ...(state === undefined ? {} : { dataDir: state.aws }),
    }).catch(async (error: unknown) => {
      await simulator.close();
      throw error;
    });
    closers.push(() => stack.close());
    // Before the stack, whose functions wait for its answers.
    closers.push(() => simulator.close());
    closers.push(() => phones?.stop());

    const { restUrl: apiUrl, webSocketUrl: socketUrl, distributionUrl: deskUrl, outputs, frontDoor } = stack;
    if (apiUrl === undefined || socketUrl === undefined || deskUrl === undefined)
      throw new Error("the stack has no API to talk to, or no address for its pages");
    if (pages.desk !== undefined) await publish(stack, pages.desk, socketUrl);
    const operator = openOperator({
      outputs: OperatorOutputs.parse(outputs),
      region: stack.stack.place.region,
      // A copy: the SDK notes in the object where the keys came from.
      local: { endpoint: frontDoor.url, credentials: { ...frontDoor.operatorCredentials } },
      clock: { now: () => new Date(clock.now()).toISOString() as Time },
    });
    closers.push(() => operator.close());
    if ((await findAdministrator(operator.store)) === undefined)
      await createFirstAdmin(operator, { ...firstAdministrator, temporaryPassword, another: false });

    const api = createApiClient(apiUrl);
    const desk: Desk = {
      deskUrl,
      apiUrl,
      socketUrl,
      api,
      simulator,
      stack,
      operator,
      signIn: (login = firstAdministrator) => signInFirst(api, login, temporaryPassword),
      connectNumbers: () => connectNumbers(operator, simulator, `${outputs["WebhookUrl"]}`),
      close,
    };
    const numbers = await desk.connectNumbers();
    if (state !== undefined) phones = rememberPhones(simulator, numbers, state.phones, clock);
    return desk;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Publishes the desk's pages as a deployment does. */
async function publish(
  { frontDoor, outputs, stack }: RunningStack,
  folder: string,
  socketUrl: string,
): Promise<void> {
  const s3 = new S3Client({
    region: stack.place.region,
    endpoint: frontDoor.url,
    credentials: { ...frontDoor.operatorCredentials },
  });
  try {
    await publishDesk({ s3, bucket: `${outputs["DeskBucket"]}`, folder, config: { socketUrl } });
  } finally {
    s3.destroy();
  }
}

async function connectNumbers(
  { configuration, secrets }: Operator,
  simulator: WhatsAppSimulator,
  webhookUrl: string,
): Promise<readonly string[]> {
  const channels = (await configuration.channels("fresh")).filter((it) => it.kind === "whatsapp");
  for (const channel of channels) {
    const kept = whatsAppSecrets(await secrets.get(channel.id));
    if (kept === undefined) throw new Error(`the secret of channel ${channel.id} (${channel.name}) is gone`);
    const { accessToken, verifyToken, appSecrets } = kept;
    simulator.registerNumber({
      phoneNumberId: channel.phoneNumberId,
      wabaId: channel.wabaId,
      displayPhoneNumber: channel.displayNumber,
      name: channel.name,
      accessToken,
      verifyToken,
      appSecret: appSecrets[0] ?? "",
      webhookUrl,
    });
  }
  for (const wabaId of new Set(channels.map((channel) => channel.wabaId)))
    for (const template of localTemplates) simulator.addTemplate(wabaId, template);
  return channels.map(({ phoneNumberId }) => phoneNumberId);
}

function definedPorts(ports: Readonly<Record<string, number | undefined>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(ports).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

const complain: LocalLog = ({ level, message, ...details }) => {
  if (level !== "info") console.error(`${level} ${message} ${JSON.stringify(details)}`);
};
