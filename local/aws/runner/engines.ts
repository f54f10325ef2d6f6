import { createCognitoEngine, type CognitoEngine } from "../engines/cognito/engine.ts";
import { createDynamoDbEngine, type DynamoDbEngine } from "../engines/dynamodb/engine.ts";
import { createS3Engine, type S3Engine } from "../engines/s3/engine.ts";
import { createSchedulerEngine, type SchedulerEngine } from "../engines/scheduler/engine.ts";
import { createSecretsManagerEngine, type SecretsManagerEngine } from "../engines/secrets-manager/engine.ts";
import { createSqsEngine, type SqsEngine } from "../engines/sqs/engine.ts";
import type { Clock, LocalLog, Place } from "../types.ts";

/** The services that keep state. */
export interface Engines {
  readonly dynamodb: DynamoDbEngine;
  readonly sqs: SqsEngine;
  readonly s3: S3Engine;
  readonly cognito: CognitoEngine;
  readonly secretsManager: SecretsManagerEngine;
  readonly scheduler: SchedulerEngine;
}

export interface EngineOptions {
  readonly clock: Clock;
  readonly place: Place;
  readonly log: LocalLog;
  /** Folder of everything that outlives a run; without it all is in memory. */
  readonly dataDir?: string;
}

/** Opens every engine; `onOpen` is told of each at once, so that a later failure can close the earlier ones. */
export async function openEngines(
  options: EngineOptions,
  onOpen: (close: () => Promise<void>) => void,
): Promise<Engines> {
  /** An engine is closed once, whoever asks first. */
  const opened = <T extends { close(): Promise<void> }>(engine: T): T => {
    const close = engine.close.bind(engine);
    let closed: Promise<void> | undefined;
    engine.close = () => (closed ??= close());
    onOpen(engine.close);
    return engine;
  };
  return {
    dynamodb: opened(await createDynamoDbEngine(options)),
    sqs: opened(createSqsEngine(options)),
    s3: opened(createS3Engine(options)),
    cognito: opened(createCognitoEngine(options)),
    secretsManager: opened(createSecretsManagerEngine(options)),
    scheduler: opened(createSchedulerEngine(options)),
  };
}
