import { createServer } from "node:net";

/** The ports of a desk on 127.0.0.1, one after the other. */
export interface DeskPorts {
  readonly api: number;
  readonly sockets: number;
  readonly simulator: number;
  readonly aws: number;
  readonly console: number;
  readonly desk: number;
}

/** What each port is for, in order from the first. */
const purposes = ["api", "sockets", "simulator", "aws", "console", "desk"] as const;

const defaultFirst = 4000;
/** How far apart the rows of ports are that are tried, and how many. */
const step = 10;
const rows = 20;

/** Something else listens on a port that was asked for. */
export class PortInUse extends Error {
  override readonly name = "PortInUse";
  readonly port: number;

  constructor(port: number, purpose: string) {
    super(`port ${port} (${purpose}) is in use`);
    this.port = port;
  }
}

/**
 * Free ports: from `first` on, throwing {@link PortInUse} when one of them is not free; without it the first free row from
 * 4000 on.
 */
export async function choosePorts(first?: number): Promise<DeskPorts> {
  if (first !== undefined) {
    const taken = await firstTaken(first);
    if (taken !== undefined) throw taken;
    return rowFrom(first);
  }
  for (let row = 0; row < rows; row += 1) {
    const start = defaultFirst + row * step;
    if ((await firstTaken(start)) === undefined) return rowFrom(start);
  }
  throw new PortInUse(defaultFirst, `and the first of ${rows - 1} more rows of ports`);
}

const rowFrom = (first: number): DeskPorts =>
  Object.fromEntries(purposes.map((purpose, index) => [purpose, first + index])) as Record<
    (typeof purposes)[number],
    number
  >;

async function firstTaken(first: number): Promise<PortInUse | undefined> {
  for (const [purpose, port] of Object.entries(rowFrom(first))) {
    if (!(await isFree(port))) return new PortInUse(port, purpose);
  }
  return undefined;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" || code === "EACCES") return false;
    throw error;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
