import { AuditItem, type ConfigurationStamp, ConfigurationStampItem } from "../../contracts/stored/shapes.ts";
import { type Change, ConditionFailed, absent, put, update } from "../../ports/store.ts";
import { type IdempotencyDeps, type Request, commitOnce } from "./idempotent.ts";
import type { ActorId } from "../../contracts/ids.ts";
import type { AuditRecord } from "../../contracts/audit.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Json } from "../../contracts/values.ts";
import type { Random } from "../../ports/ports.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { masked } from "../../domain/masking.ts";

export interface AdministerDeps extends IdempotencyDeps {
  readonly random: Random;
}

/** What somebody did, as the audit tells it. `before` and `after` are records (null for none); their secrets are masked. */
export interface Act {
  readonly action: AuditRecord["action"];
  readonly kind: AuditRecord["kind"];
  readonly resourceId: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** Who acts: a person or a key, or nobody for what the desk does by itself. */
type By = { readonly id: ActorId } | null;

const stamp = "configuration stamp";

/**
 * Makes an administrative act: the changes, the audit record, the configuration stamp where records change that are
 * remembered, and under an idempotency key the record of the answer, in one transaction. Answers `answer`, or the first answer given under the key. Throws
 * ConditionFailed when a condition of `changes` does not hold. At most 97 changes.
 */
export async function administer<Answer extends object>(
  deps: AdministerDeps,
  input: {
    readonly actor: By;
    /** For what creates: the request as its idempotency key covers it. */
    readonly request?: Request | undefined;
    readonly act: Act;
    readonly changes: readonly Change[];
    readonly answer: Answer;
  },
): Promise<Answer> {
  const { actor, act, answer } = input;
  const request = input.request ?? { actorId: "", route: "", key: undefined, input: null };
  const changes = [...input.changes, auditRecord(deps, actor, act), ...stamped(input.changes)];
  try {
    return await commitOnce(deps, request, answer, changes);
  } catch (error) {
    if (!(error instanceof ConditionFailed) || !error.on(stamp)) throw error;
    await makeStamp(deps);
    return commitOnce(deps, request, answer, changes);
  }
}

/** Raises the count of each kind that is changed, where it is one that is remembered. */
function stamped(changes: readonly Change[]): readonly Change[] {
  const kinds = new Set(changes.flatMap((it) => (it.do === "check" ? [] : [it.shape.kind])));
  const add = Object.keys(noChanges)
    .filter((kind) => kinds.has(kind))
    .map((kind): [[string], number] => [[kind], 1]);
  if (add.length === 0) return [];
  return [update(stamp, ConfigurationStampItem, keys.configurationStamp(), { add })];
}

const noChanges: ConfigurationStamp = { channel: 0, queue: 0, sector: 0, settings: 0, webhook: 0 };

/** The change that records an act: for a transaction of one's own, where no configuration changes. */
export function auditRecord(deps: AdministerDeps, actor: By, act: Act): Change {
  const at = deps.clock.now();
  const record: AuditRecord = {
    id: `aud_${deps.random.ulid(at)}`,
    at,
    actorId: actor?.id ?? null,
    action: act.action,
    kind: act.kind,
    resourceId: act.resourceId,
    before: masked(act.before) as Json,
    after: masked(act.after) as Json,
  };
  return put("audit record", AuditItem, record, absent);
}

/** The stamp of a desk whose configuration was never changed does not exist yet. */
async function makeStamp(deps: AdministerDeps): Promise<void> {
  try {
    await deps.store.commit([put(stamp, ConfigurationStampItem, noChanges, absent)]);
  } catch (error) {
    // Somebody else made it meanwhile: all the better.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/**
 * For a change that lost a race for the record named `change`: throws VERSION_CONFLICT with the record as it is now, or
 * NOT_FOUND when it is gone. Does nothing when something else failed, which is worth deciding anew.
 */
export function refuseStale<Value extends object>(
  failure: ConditionFailed,
  change: string,
  view: (value: Value) => object = (value) => value,
): undefined {
  if (!failure.on(change)) return undefined;
  const current = failure.failures.get(change) as Value | undefined;
  if (current === undefined) throw new DeskError("NOT_FOUND", {}, { cause: failure });
  throw new DeskError("VERSION_CONFLICT", { current: { ...view(current) } }, { cause: failure });
}
