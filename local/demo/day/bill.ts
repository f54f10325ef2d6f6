import { type Bill, priced, summed } from "../../billing/bill.ts";
import { readPriceList, regions } from "../../billing/price-list.ts";
import { billLines } from "../../billing/print.ts";
import type { Usage } from "../../billing/usage.ts";

/** The bill of the day, whole and by the conversation. */
export function billOfTheDay({ work, idle }: Usage, conversations: number): readonly string[] {
  const list = readPriceList();
  const whole = priced(summed([work, idle]), list);
  const each = (bill: Bill): string =>
    regions.map((region) => `USD ${(bill.total[region] / conversations).toFixed(6)} in ${region}`).join(", ");
  return [
    `What this day would cost on AWS, at the prices of ${whole.pricesReadIn}:`,
    ...billLines(whole),
    "",
    `  A conversation: ${each(whole)};`,
    `    of which for standing ready (sockets, the sweep, empty polls): ${each(priced(idle, list))}.`,
    "  Free tiers are not counted. Left out: storage, what Meta charges, the traffic to Meta, what is paid by the",
    "  month, and most empty polls of the queues, which take no longer here than the run. Milliseconds are this",
    "  machine's, cold starts included.",
  ];
}
