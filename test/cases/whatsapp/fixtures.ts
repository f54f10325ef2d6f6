import { readdirSync, readFileSync } from "node:fs";
import type { JsonObject } from "../../../local/whatsapp/types.ts";

/** A webhook body with what is to be found in it. */
export interface WebhookFixture {
  readonly name: string;
  /** Section of the WhatsApp facts page the shape comes from. */
  readonly source: string;
  readonly note?: string;
  readonly body: JsonObject;
  readonly expects: WebhookCounts;
}

/** What a webhook body holds. */
export interface WebhookCounts {
  /** Items of `messages[]`, of whatever type: each is one thing the customer did. */
  readonly messages: number;
  /** Items of `statuses[]`, repeated and outdated ones included. */
  readonly statuses: number;
  /** Changes of a field other than `messages`, and items whose type or status Meta's list does not have. */
  readonly unknown: number;
}

/** Every fixture of this folder, by name. */
export function webhookFixtures(): readonly WebhookFixture[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, "utf8")) as WebhookFixture);
}
