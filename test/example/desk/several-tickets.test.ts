import { expect, it, test } from "vitest";
import { afterLeaving } from "../../../web/desk/features/workspace/lists/after-leaving.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { withAgain } from "../../../web/desk/features/workspace/bulk/use-bulk.ts";

const [a, b, c, d] = ["tkt_a", "tkt_b", "tkt_c", "tkt_d"] as [TicketId, TicketId, TicketId, TicketId];

it.each([
  ["the one below it", b, [a, b, c], [a, b, c], c],
  ["the one above it at the end", c, [a, b, c], [a, b, c], b],
  ["one that is still there", a, [a, b, c], [c], c],
  ["none where it was the last", a, [a], [], null],
  ["none where it was in another list", d, [a, b], [a, b], null],
])("after a ticket that leaves the list comes %s", (_, left, before, now, next) => {
  expect(afterLeaving(left, before, now)).toBe(next);
});

test("of several tickets what became of each is told, also of those that were tried again", () => {
  const result = (id: TicketId, code: "QUEUE_UNATTENDED" | "FORBIDDEN" | null) => ({
    head: { id } as Ticket,
    code,
  });
  const first = [result(a, null), result(b, "QUEUE_UNATTENDED"), result(c, "FORBIDDEN")];
  expect(withAgain(first, [result(b, null)])).toEqual([
    result(a, null),
    result(b, null),
    result(c, "FORBIDDEN"),
  ]);
});
