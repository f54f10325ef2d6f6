import { readFileSync } from "node:fs";
import * as z from "zod";

/** Where an installation may be: the regions the price list knows. */
export const Region = z.enum(["us-east-1", "sa-east-1"]);
export type Region = z.infer<typeof Region>;
export const regions = Region.options;

/** What AWS bills that the desk uses. */
export const PriceId = z.enum([
  "lambda.requests",
  "lambda.gigabyteSeconds",
  "apigateway.rest",
  "apigateway.socketMessages",
  "apigateway.socketMinutes",
  "dynamodb.writeUnits",
  "dynamodb.readUnits",
  "sqs.fifo",
  "sqs.standard",
  "scheduler.invocations",
  "secretsmanager.requests",
  "s3.writes",
  "s3.reads",
  "logs.gigabytes",
  "internet.gigabytes",
]);
export type PriceId = z.infer<typeof PriceId>;

/**
 * A price in one region. `sourced`: read where `source` says; `derived`: computed from such; `recalled`: known, not read;
 * `assumed`: taken from another region or product.
 */
const RegionalPrice = z.strictObject({
  usd: z.number().positive(),
  confidence: z.enum(["sourced", "derived", "recalled", "assumed"]),
  source: z.string().min(1),
});

const Price = z.strictObject({
  service: z.string().min(1),
  unit: z.string().min(1),
  /** How many units the price is for. */
  per: z.int().positive(),
  ...(Object.fromEntries(regions.map((region) => [region, RegionalPrice])) as Record<
    Region,
    typeof RegionalPrice
  >),
});
export type Price = z.infer<typeof Price>;

/** Prices of the first tier, free tiers not counted, as they were in one month. */
export const PriceList = z.strictObject({
  readIn: z.string().regex(/^\d{4}-\d{2}$/),
  currency: z.literal("USD"),
  regions: z.tuple([z.literal("us-east-1"), z.literal("sa-east-1")]),
  prices: z.record(PriceId, Price),
});
export type PriceList = z.infer<typeof PriceList>;

/** The newest price list of this folder. Throws when it lacks a price or holds a malformed one. */
export function readPriceList(): PriceList {
  return PriceList.parse(JSON.parse(readFileSync(new URL("prices-2026-11.json", import.meta.url), "utf8")));
}
