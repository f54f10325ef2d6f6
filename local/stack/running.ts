import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { OperatorOutputs } from "../operator/access.ts";
import { isAlive } from "./lock.ts";

/** Where a desk that is up can be reached. The keys are the operator's of that run and good for nothing else. */
export const Addresses = z.object({
  deskUrl: z.url(),
  phoneUrl: z.url(),
  apiDocsUrl: z.url(),
  apiUrl: z.url(),
  socketUrl: z.url(),
  simulatorUrl: z.url(),
  consoleUrl: z.url(),
  awsUrl: z.url(),
  region: z.string(),
  outputs: OperatorOutputs,
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});
export type Addresses = z.infer<typeof Addresses>;

const Claim = z.object({ pid: z.int(), addresses: Addresses.nullable() });

const fileOf = (dataDir: string): string => join(dataDir, "running.json");

/** A data folder that this process uses alone. */
export interface ClaimedFolder {
  /** Tells other processes where the desk is, now that it is up. */
  publish(addresses: Addresses): void;
  release(): void;
}

/** Another process uses the data folder. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
  readonly pid: number;
  /** Null while that desk is starting. */
  readonly addresses: Addresses | null;

  constructor(dataDir: string, pid: number, addresses: Addresses | null) {
    super(`process ${pid} uses ${dataDir}`);
    this.pid = pid;
    this.addresses = addresses;
  }
}

/** Takes a data folder, made if it is not there. Throws {@link FolderInUse}; a process that is gone holds nothing. */
export function claimFolder(dataDir: string): ClaimedFolder {
  mkdirSync(dataDir, { recursive: true });
  const file = fileOf(dataDir);
  const known = readClaim(dataDir);
  if (known !== undefined) throw new FolderInUse(dataDir, known.pid, known.addresses);
  rmSync(file, { force: true });
  const claim: z.infer<typeof Claim> = { pid: process.pid, addresses: null };
  // Two that start at once both come here; one of them finds the file there.
  writeFileSync(file, JSON.stringify(claim), { flag: "wx", mode: 0o600 });
  return {
    publish: (addresses) => {
      writeFileSync(`${file}.next`, JSON.stringify({ ...claim, addresses }), { mode: 0o600 });
      renameSync(`${file}.next`, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** The desk that runs on a data folder, or undefined when none is up there. */
export function findRunning(dataDir: string): Addresses | undefined {
  return readClaim(dataDir)?.addresses ?? undefined;
}

/** The claim of a process that lives. */
function readClaim(dataDir: string): z.infer<typeof Claim> | undefined {
  let text: string;
  try {
    text = readFileSync(fileOf(dataDir), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const claim = Claim.safeParse(parsed(text));
  return claim.success && isAlive(claim.data.pid) ? claim.data : undefined;
}

/** What was cut off while it was written claims nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
