import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { systemClock } from "../../shared/adapters/clock.ts";
import { findRunning } from "../stack/running.ts";
import { openOperator, type Operator, OperatorOutputs } from "./access.ts";

/** What `cdk deploy --outputs-file` writes: the outputs of each stack. */
const DeployedOutputs = z.record(z.string(), z.looseObject(OperatorOutputs.shape));

/** An installation an operator's tool works on. */
export interface Installation {
  /** For people: what it is and where. */
  readonly description: string;
  readonly operator: Operator;
}

/**
 * Opens the installation meant: the desk that `npm start` runs over `dataDir`, or the stack that `npm run deploy` wrote the
 * outputs of there. Throws an error for people when there is none, or when there are both and `target` is left out.
 */
export function openInstallation(
  dataDir: string,
  target: "local" | "cloud" | undefined,
  stackName: string | undefined,
): Installation {
  const running = findRunning(dataDir);
  const file = join(dataDir, "outputs.json");
  const deployed = existsSync(file) ? readDeployed(file) : {};
  const hasCloud = Object.keys(deployed).length > 0;
  if (target === undefined && running !== undefined && hasCloud)
    throw new Error(
      "there is a desk on this machine and one in the cloud: say --target local or --target cloud",
    );
  if (target !== "cloud" && running !== undefined) {
    const { awsUrl, apiUrl, outputs, region, operator } = running;
    const local = { endpoint: awsUrl, credentials: operator };
    return {
      description: `the desk on this machine (${apiUrl})`,
      operator: openOperator({ outputs, region, local, clock: systemClock }),
    };
  }
  if (target === "local") throw new Error(`no desk runs on ${dataDir}: npm start first`);
  if (!hasCloud)
    throw new Error(
      `no desk runs on ${dataDir}, and none was deployed from it: npm start or npm run deploy first`,
    );
  const [name, outputs] = chosenStack(deployed, stackName);
  const region = regionOf(outputs);
  return {
    description: `the stack ${name} in ${region}`,
    operator: openOperator({ outputs, region, clock: systemClock }),
  };
}

/**
 * A stack that `npm run deploy` wrote the outputs of into `dataDir`. Throws an error for people when there is none, or several and
 * none of them was chosen.
 */
export function readDeployment(
  dataDir: string,
  stackName: string | undefined,
): { readonly name: string; readonly region: string; readonly outputs: Readonly<Record<string, unknown>> } {
  const file = join(dataDir, "outputs.json");
  if (!existsSync(file)) throw new Error(`none was deployed from ${dataDir}: npm run deploy first`);
  const deployed = readDeployed(file);
  const [name, outputs] = chosenStack(deployed, stackName);
  return { name, region: regionOf(outputs), outputs: deployed[name] ?? {} };
}

/** A user pool's id begins with its region. */
const regionOf = ({ UserPoolId }: OperatorOutputs): string => UserPoolId.replace(/_.*$/, "");

function readDeployed(file: string): z.infer<typeof DeployedOutputs> {
  const parsed = DeployedOutputs.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} does not hold the outputs of a deployment: ${z.prettifyError(parsed.error)}`);
}

function chosenStack(
  deployed: z.infer<typeof DeployedOutputs>,
  stackName: string | undefined,
): readonly [string, OperatorOutputs] {
  const names = Object.keys(deployed);
  const name = stackName ?? (names.length === 1 ? names[0] : undefined);
  const outputs = name === undefined ? undefined : deployed[name];
  if (name === undefined || outputs === undefined)
    throw new Error(`say which stack with --stack: ${names.join(", ")}`);
  return [name, OperatorOutputs.parse(outputs)];
}
