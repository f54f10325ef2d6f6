import type { ActorId } from "../../contracts/ids.ts";
import { AgentItem, ApiKeyItem, AuditItem, FormerAgentItem } from "../../contracts/stored/shapes.ts";
import type { AuditRecord, ListedAuditRecord } from "../../contracts/audit.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import type { Clock } from "../../ports/ports.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store, Wanted } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";
import { months } from "../tickets/list-sources.ts";
import { keys, partitions } from "../../contracts/stored/keys.ts";

export interface AuditDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly cursors: CursorSeal;
}

export interface AuditQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly from?: Time | undefined;
  readonly to?: Time | undefined;
  readonly actorId?: ActorId | undefined;
  readonly kind?: AuditRecord["kind"] | undefined;
  readonly resourceId?: string | undefined;
}

const day = 86_400;
/** Records looked at for one page: a filter that fits few of them answers a short page with a cursor. */
const mostRead = 2_000;

/**
 * Who changed what, newest first. The last 90 days unless `from` and `to` say otherwise; more than 366 days apart are
 * BAD_REQUEST. Records are kept by month, and months are read from the newest, only as far as the page needs: a page may be
 * short although more follows, and the cursor goes on. Each is told with the name of who acted.
 */
export async function listAudit(
  deps: AuditDeps,
  { cursor, limit, ...query }: AuditQuery,
): Promise<{ items: ListedAuditRecord[]; cursor: string | null }> {
  // A query without times means its own now and then: a cursor belongs to what was asked, not to when.
  const scope = { list: "audit", ...query };
  const behind = openCursor(deps.cursors, cursor, scope);
  const to = query.to ?? deps.clock.now();
  const from = query.from ?? addSeconds(to, -90 * day);
  if (from > to || addSeconds(from, 366 * day) < to) {
    throw new DeskError("BAD_REQUEST", { reason: "from and to must be in order and at most 366 days apart" });
  }
  const items: AuditRecord[] = [];
  let read = 0;
  for (const month of months(from, to).filter((it) => behind === undefined || it <= behind.slice(0, 7))) {
    // Sort keys begin with the time. "~" sorts after what follows it, so records of the very instant `to` are in.
    let before = behind !== undefined && behind.startsWith(month) ? behind : `${to}~`;
    for (;;) {
      const page = await deps.store.query(AuditItem, {
        pk: partitions.audit(month),
        after: from,
        before,
        descending: true,
        limit: 100,
      });
      for (const record of page.items) {
        read += 1;
        before = AuditItem.key(record).sk;
        if (fits(record, query)) items.push(record);
        if (items.length === limit || read === mostRead) {
          return { items: await named(deps.store, items), cursor: sealCursor(deps.cursors, before, scope) };
        }
      }
      if (page.next === undefined) break;
    }
  }
  return { items: await named(deps.store, items), cursor: null };
}

type Name = { readonly name: string };

/** Where a name of somebody is kept: of people who are there or were, and of keys that are there. */
const placesOf = (id: ActorId): readonly Wanted<Name>[] =>
  id.startsWith("key_")
    ? [{ shape: ApiKeyItem, key: keys.apiKey(id) }]
    : [
        { shape: AgentItem, key: keys.agent(id) },
        { shape: FormerAgentItem, key: keys.formerAgent(id) },
      ];

async function named(store: Store, records: readonly AuditRecord[]): Promise<ListedAuditRecord[]> {
  const ids = [...new Set(records.flatMap(({ actorId }) => actorId ?? []))];
  const places = ids.flatMap((id) => placesOf(id).map((place) => ({ id, place })));
  if (places.length === 0) return records.map((record) => ({ ...record, actorName: null }));
  const found = await store.getMany<Name[]>(places.map(({ place }) => place));
  const names = new Map(
    places.flatMap(({ id }, index) => {
      const name = found[index]?.name;
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
  return records.map((record) => ({
    ...record,
    actorName: (record.actorId === null ? undefined : names.get(record.actorId)) ?? null,
  }));
}

const fits = (record: AuditRecord, { actorId, kind, resourceId }: Omit<AuditQuery, "limit">): boolean =>
  (actorId === undefined || record.actorId === actorId) &&
  (kind === undefined || record.kind === kind) &&
  (resourceId === undefined || record.resourceId === resourceId);
