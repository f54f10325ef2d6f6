import type { ActorId } from "../../../../shared/contracts/ids.ts";
import type { AuditedKind } from "../../../../shared/contracts/audit.ts";
import type { Time } from "../../../../shared/contracts/values.ts";

/** What of the audit is looked for. Days are those of the person's own calendar, `yyyy-mm-dd`; empty for no bound. */
export interface Filter {
  readonly from: string;
  readonly to: string;
  readonly actorId: ActorId | null;
  readonly kind: AuditedKind | null;
  readonly resourceId: string | null;
}

/** Everything, as far back as the API goes by itself. */
export const noFilter: Filter = { from: "", to: "", actorId: null, kind: null, resourceId: null };

/** The beginning of a day in the browser's zone, moved by some days; undefined for what is no day. */
function startOf(day: string, later = 0): Time | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (match === null) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return new Date(year, month - 1, date + later).toISOString() as Time;
}

const day = 86_400_000;

/** Why the API takes no such period: it ends before it begins, or is longer than a year. */
export function wrongPeriod({ from, to }: Pick<Filter, "from" | "to">, now: number): "order" | "long" | null {
  const [since, until] = [startOf(from), startOf(to, 1)];
  if (since === undefined) return null;
  const length = (until === undefined ? now : Date.parse(until)) - Date.parse(since);
  if (length < 0) return "order";
  return length > 366 * day ? "long" : null;
}

/** The filter as the API takes it: the last day is part of it. */
export function queryOf({ from, to, actorId, kind, resourceId }: Filter): {
  readonly from?: Time;
  readonly to?: Time;
  readonly actorId?: ActorId;
  readonly kind?: AuditedKind;
  readonly resourceId?: string;
} {
  const [since, until] = [startOf(from), startOf(to, 1)];
  return {
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
    ...(actorId === null ? {} : { actorId }),
    ...(kind === null ? {} : { kind }),
    ...(resourceId === null ? {} : { resourceId }),
  };
}
