import type { WebhookTargets } from "../ports/webhooks.ts";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/**
 * Which receivers are taken: HTTPS without user, password and fragment, and not by an address that is not public, however
 * it is written (URL parsing has made one form of `127.1`, `0x7f000001` and the like). `testOrigin` is for tests and local
 * runs: this one origin, exactly, is exempt, also from HTTPS; empty for none.
 */
export const createWebhookTargets = (testOrigin: string): WebhookTargets => ({
  refusal: (text) => {
    const url = URL.parse(text);
    if (url === null) return "not a URL";
    if (url.username !== "" || url.password !== "") return "user and password do not belong in a URL";
    if (text.includes("#")) return "a fragment is never sent";
    if (isExempt(url, testOrigin)) return undefined;
    if (url.protocol !== "https:") return "only https is taken";
    const address = literalAddress(url);
    const isLocalName = /(^|\.)localhost\.?$/.test(url.hostname);
    if (isLocalName || (address !== undefined && !isPublicAddress(address)))
      return "the host is not on the public Internet";
    return undefined;
  },
});

/** Whether `url` is of the origin that tests may reach. */
export const isExempt = (url: URL, testOrigin: string): boolean =>
  testOrigin !== "" && url.origin === testOrigin;

/** The address that stands in a URL in place of a name; undefined for a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(bare) === 0 ? undefined : bare;
}
