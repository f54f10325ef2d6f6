import { PriceId, type PriceList, type Region, regions } from "./price-list.ts";

/** How much of what was used, in the units of the price list. What is absent was not used. */
export type Quantities = Readonly<Partial<Record<PriceId, number>>>;

/** Money in each region. */
export type Amounts = Readonly<Record<Region, number>>;

/** One line of a bill. */
export interface BillLine {
  readonly id: PriceId;
  readonly service: string;
  readonly unit: string;
  readonly quantity: number;
  readonly usd: Amounts;
}

/** What was used and what it costs, dearest line in us-east-1 first. */
export interface Bill {
  readonly pricesReadIn: string;
  readonly lines: readonly BillLine[];
  readonly total: Amounts;
}

/** Prices quantities. Throws RangeError for one that is negative or not a number. */
export function priced(quantities: Quantities, list: PriceList): Bill {
  const lines: BillLine[] = [];
  for (const id of PriceId.options) {
    const quantity = quantities[id] ?? 0;
    if (!(quantity >= 0 && quantity < Infinity))
      throw new RangeError(`${quantity} of ${id} cannot be priced`);
    if (quantity === 0) continue;
    const price = list.prices[id];
    const usd = amounts((region) => (quantity / price.per) * price[region].usd);
    lines.push({ id, service: price.service, unit: price.unit, quantity, usd });
  }
  return {
    pricesReadIn: list.readIn,
    lines: lines.toSorted((a, b) => b.usd["us-east-1"] - a.usd["us-east-1"]),
    total: amounts((region) => lines.reduce((sum, { usd }) => sum + usd[region], 0)),
  };
}

/** Adds quantities up. */
export function summed(parts: readonly Quantities[]): Quantities {
  const sum: Partial<Record<PriceId, number>> = {};
  for (const part of parts) {
    for (const id of PriceId.options) {
      const quantity = part[id];
      if (quantity !== undefined) sum[id] = (sum[id] ?? 0) + quantity;
    }
  }
  return sum;
}

const amounts = (of: (region: Region) => number): Amounts =>
  Object.fromEntries(regions.map((region) => [region, of(region)])) as Record<Region, number>;
