/** Something that cost time or money. The front door records its calls; fronts, host and mappings record theirs. */
export interface MeterEntry {
  /** Logical id of the function that caused it; `operator` or `anonymous` when no function did. */
  readonly functionId: string;
  /** `dynamodb`, `sqs`, `apigateway`, `lambda`, … */
  readonly service: string;
  readonly operation: string;
  /** Defaults to 1. */
  readonly calls?: number;
  /** Requests as billed; defaults to `calls`. */
  readonly requests?: number;
  readonly readUnits?: number;
  readonly writeUnits?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly ms?: number;
  readonly gbSeconds?: number;
  readonly connectionMinutes?: number;
}

/** Sums over all entries of one function, service and operation. */
export type MeterLine = Readonly<Required<MeterEntry>>;

/** All lines at one moment. */
export interface MeterSnapshot {
  readonly lines: readonly MeterLine[];
}

/** Counts what was used. Prices are not its business. */
export interface Meter {
  record(entry: MeterEntry): void;
  snapshot(): MeterSnapshot;
  /** What was recorded after `snapshot`, without the lines that did not move. */
  since(snapshot: MeterSnapshot): MeterSnapshot;
}

const AMOUNTS = [
  "calls",
  "requests",
  "readUnits",
  "writeUnits",
  "bytesIn",
  "bytesOut",
  "ms",
  "gbSeconds",
  "connectionMinutes",
] as const;

type Totals = { -readonly [Key in keyof MeterLine]: MeterLine[Key] };

/** A meter at zero. */
export function createMeter(): Meter {
  const totals = new Map<string, Totals>();
  const snapshot = (): MeterSnapshot => ({ lines: [...totals.values()].map((line) => ({ ...line })) });
  return {
    snapshot,
    record(entry) {
      const key = keyOf(entry);
      let line = totals.get(key);
      if (line === undefined) {
        line = zero(entry);
        totals.set(key, line);
      }
      const calls = entry.calls ?? 1;
      line.calls += calls;
      line.requests += entry.requests ?? calls;
      for (const amount of AMOUNTS.slice(2)) line[amount] += entry[amount] ?? 0;
    },
    since(earlier) {
      const before = new Map(earlier.lines.map((line) => [keyOf(line), line]));
      const moved = snapshot().lines.map((line) => {
        const start = before.get(keyOf(line)) ?? zero(line);
        const difference = zero(line);
        for (const amount of AMOUNTS) difference[amount] = line[amount] - start[amount];
        return difference;
      });
      return { lines: moved.filter((line) => AMOUNTS.some((amount) => line[amount] !== 0)) };
    },
  };
}

function keyOf(line: Pick<MeterEntry, "functionId" | "service" | "operation">): string {
  return `${line.functionId}\n${line.service}\n${line.operation}`;
}

function zero({
  functionId,
  service,
  operation,
}: Pick<MeterEntry, "functionId" | "service" | "operation">): Totals {
  return {
    functionId,
    service,
    operation,
    calls: 0,
    requests: 0,
    readUnits: 0,
    writeUnits: 0,
    bytesIn: 0,
    bytesOut: 0,
    ms: 0,
    gbSeconds: 0,
    connectionMinutes: 0,
  };
}
