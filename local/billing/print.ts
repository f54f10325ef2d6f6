import type { Bill } from "./bill.ts";
import { type Region, regions } from "./price-list.ts";

/** A bill as text lines of at most 100 columns: a line a service and unit, then the total. */
export function billLines(bill: Bill): readonly string[] {
  const row = (service: string, quantity: string, unit: string, usd: readonly string[]): string =>
    `  ${service.padEnd(24)}${quantity.padStart(12)} ${unit.padEnd(20)}${usd.map((it) => it.padStart(17)).join("")}`;
  const each = (of: (region: Region) => string): readonly string[] => regions.map(of);
  return [
    row(
      "",
      "",
      "",
      each((region) => `USD ${region}`),
    ),
    ...bill.lines.map(({ service, quantity, unit, usd }) =>
      row(
        service,
        amount(quantity),
        unit,
        each((region) => usd[region].toFixed(8)),
      ),
    ),
    row(
      "total",
      "",
      "",
      each((region) => bill.total[region].toFixed(8)),
    ),
  ];
}

/** Whole numbers as they are, small ones with three digits that count. */
const amount = (quantity: number): string =>
  Number.isInteger(quantity) ? quantity.toString() : Number(quantity.toPrecision(3)).toString();
