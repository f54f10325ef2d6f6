import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { preparePages } from "../stack/pages.ts";
import { defaultDataDir } from "../stack/state-folder.ts";
import { readDeployment } from "./installation.ts";
import { publishDesk } from "./publish.ts";

const usage = `npm run publish-desk -- [--stack STACK] [--data FOLDER]
  Builds the desk's pages and publishes them to the stack that npm run deploy deployed, with the AWS credentials of your
  environment. npm run deploy does it too.`;

const Outputs = z.object({ DeskBucket: z.string(), DeskUrl: z.url(), SocketUrl: z.url() });

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stack: { type: "string" },
      data: { type: "string", default: defaultDataDir },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  const { name, region, outputs } = readDeployment(resolve(values.data), values.stack);
  const { DeskBucket, DeskUrl, SocketUrl } = Outputs.parse(outputs);
  const folder = await preparePages("desk", {
    onStep: () => console.log("Building the desk's pages …"),
  });
  const s3 = new S3Client({ region });
  try {
    const config = { socketUrl: SocketUrl };
    const { uploaded, deleted } = await publishDesk({ s3, bucket: DeskBucket, folder, config });
    console.log(`${name}: ${uploaded} files uploaded, ${deleted} old ones deleted. The desk: ${DeskUrl}`);
  } finally {
    s3.destroy();
  }
}
