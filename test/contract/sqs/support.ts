import { setTimeout as sleep } from "node:timers/promises";
import { SQSClient } from "@aws-sdk/client-sqs";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createSqsEngine, type SqsEngine } from "../../../local/aws/engines/sqs/engine.ts";
import { createFrontDoor, type FrontDoor } from "../../../local/aws/front-door/front-door.ts";

/** Where the local cloud of these tests pretends to be. */
export const PLACE = { region: "sa-east-1", account: "123456789012" };

/** Something that answers the SQS API: the local cloud, `BALCAO_SQS_ENDPOINT`, or AWS itself (`aws`). */
export interface SqsUnderTest {
  readonly client: SQSClient;
  /** Lets time go by: moves the local clock, or waits. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** The API the environment names; the local cloud by default. */
export async function sqsUnderTest(): Promise<SqsUnderTest> {
  const endpoint = process.env["BALCAO_SQS_ENDPOINT"];
  if (endpoint === undefined) return localSqs();
  const client = new SQSClient(endpoint === "aws" ? {} : { endpoint });
  return { client, pass: (ms) => sleep(ms), close: async () => client.destroy() };
}

/** The local cloud with SQS alone, and its inside. */
export async function localSqs(
  dataDir?: string,
): Promise<
  SqsUnderTest & { readonly engine: SqsEngine; readonly clock: MovableClock; readonly frontDoor: FrontDoor }
> {
  const clock = new MovableClock();
  const log = (): void => undefined;
  const engine = createSqsEngine({ clock, place: PLACE, log, ...(dataDir !== undefined && { dataDir }) });
  const frontDoor = await createFrontDoor({ place: PLACE, clock, log, engines: [engine] });
  const client = new SQSClient({
    region: PLACE.region,
    endpoint: frontDoor.url,
    credentials: frontDoor.operatorCredentials,
  });
  return {
    client,
    engine,
    clock,
    frontDoor,
    pass: async (ms) => clock.advance(ms),
    async close() {
      client.destroy();
      await frontDoor.close();
      await engine.close();
    },
  };
}
