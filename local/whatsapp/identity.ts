import { createHash, randomBytes } from "node:crypto";

/** Whether a string is a business-scoped user id such as `BR.7f3a` or `BR.ENT.9c`. */
export function isUserId(value: string): boolean {
  return /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(value);
}

/** The digits of a phone number however it was written. */
export function digits(value: string): string {
  return value.replace(/\D/g, "");
}

/**
 * Under which WhatsApp finds a number: Brazilian mobiles answer to the form with and the form without the ninth
 * digit. Landlines (subscriber 2–5) and other countries are left alone.
 */
export function lookupKey(waId: string): string {
  const mobile = /^55([1-9][1-9])([6-9]\d{7})$/.exec(waId);
  return mobile ? `55${mobile[1]}9${mobile[2]}` : waId;
}

/** The business-scoped id a customer gets when none is given: the same number always gives the same id. */
export function userIdFor(waId: string): string {
  return `BR.${createHash("sha256").update(`portfolio:${waId}`).digest("hex").slice(0, 24)}`;
}

/** A fresh message id in WhatsApp's form: base64, so it may hold `+`, `/` and `=`. */
export function newWamid(party: string): string {
  return `wamid.${Buffer.concat([Buffer.from([28, 24, party.length]), Buffer.from(party), randomBytes(20)]).toString("base64")}`;
}

/** A fresh numeric object id. */
export function newObjectId(): string {
  return (10n ** 15n + (randomBytes(8).readBigUInt64BE() % (9n * 10n ** 15n))).toString();
}
