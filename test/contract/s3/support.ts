import { createHmac } from "node:crypto";
import { S3Client } from "@aws-sdk/client-s3";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createS3Engine } from "../../../local/aws/engines/s3/engine.ts";
import { createFrontDoor, type FrontDoor } from "../../../local/aws/front-door/front-door.ts";
import { resolveTemplate } from "../../../local/aws/template/resolve.ts";

/** Where the local cloud of these tests pretends to be. */
export const PLACE = { region: "sa-east-1", account: "123456789012" };

/** A key pair. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const CORS = {
  CorsRules: [
    {
      AllowedOrigins: ["https://desk.example", "https://*.preview.example"],
      AllowedMethods: ["PUT", "GET", "POST"],
      AllowedHeaders: ["content-*"],
      ExposedHeaders: ["ETag"],
      MaxAge: 300,
    },
  ],
};

/** The local cloud with one bucket that has CORS rules. */
export async function localS3(dataDir?: string): Promise<{
  readonly client: S3Client;
  readonly bucket: string;
  readonly clock: MovableClock;
  readonly frontDoor: FrontDoor;
  close(): Promise<void>;
}> {
  const clock = new MovableClock();
  const log = (): void => undefined;
  const engine = createS3Engine({ log, ...(dataDir !== undefined && { dataDir }) });
  const frontDoor = await createFrontDoor({ place: PLACE, clock, log, engines: [engine] });
  const stack = resolveTemplate({
    source: {
      template: {
        Resources: { Media: { Type: "AWS::S3::Bucket", Properties: { CorsConfiguration: CORS } } },
      },
    },
    stackName: "contract",
    place: PLACE,
    localEndpoints: { frontDoorUrl: frontDoor.url, restUrl: () => "", webSocketUrl: () => "" },
  });
  frontDoor.useStack(stack);
  await engine.provision(stack.resources);
  const client = new S3Client({
    region: PLACE.region,
    endpoint: frontDoor.url,
    credentials: frontDoor.operatorCredentials,
  });
  return {
    client,
    bucket: "contract-media",
    clock,
    frontDoor,
    async close() {
      client.destroy();
      await frontDoor.close();
      await engine.close();
    },
  };
}

/** A form for a browser upload, signed as the S3 documentation describes. */
export function signedForm(
  keys: Keys,
  region: string,
  conditions: readonly unknown[],
  expiresAt: number,
  now: number,
): Record<string, string> {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const credential = `${keys.accessKeyId}/${day}/${region}/s3/aws4_request`;
  const signed = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": credential,
    "X-Amz-Date": time,
  };
  const policy = Buffer.from(
    JSON.stringify({ expiration: new Date(expiresAt).toISOString(), conditions: [...conditions, signed] }),
  ).toString("base64");
  const sign = (key: string | Buffer, text: string): Buffer =>
    createHmac("sha256", key).update(text).digest();
  const key = [day, region, "s3", "aws4_request"].reduce(sign, Buffer.from(`AWS4${keys.secretAccessKey}`));
  return { ...signed, Policy: policy, "X-Amz-Signature": sign(key, policy).toString("hex") };
}
