import { type Filters, type Problem, queryOf, searchOf } from "./filters.ts";
import type { AnswerOf } from "../../lib/api/types.ts";
import type { ClosedTicket } from "../../../../shared/contracts/tickets.ts";
import { type Records, useRecords } from "../../lib/ui/use-records.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** Parts of the list that are asked for at once while they hold nothing that the filters let through. */
const atOnce = 5;

/** The closed tickets that filters let through, the last closed first; nothing is asked while a filter is wrong. */
export function useHistory(filters: Filters): {
  readonly records: Records<ClosedTicket>;
  readonly problem: Problem | null;
} {
  const { call, clock } = useDesk();
  const wanted = queryOf(filters, clock());
  const problem = "field" in wanted ? wanted : null;
  const records = useRecords<ClosedTicket>(
    ["tickets", "closed", searchOf(filters)],
    async (first, signal) => {
      if ("field" in wanted) return { items: [], cursor: null };
      const items: ClosedTicket[] = [];
      let cursor: string | null | undefined = first;
      for (let left = atOnce; left > 0 && items.length === 0 && cursor !== null; left -= 1) {
        const page: AnswerOf<"listTickets"> = await call(
          "listTickets",
          { query: { ...wanted, limit: 50, ...(cursor === undefined ? {} : { cursor }) } },
          { signal },
        );
        items.push(...page.items.filter((it): it is ClosedTicket => it.phase === "closed"));
        ({ cursor } = page);
      }
      return { items, cursor: cursor ?? null };
    },
  );
  return { records, problem };
}
