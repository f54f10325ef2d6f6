import ipaddr from "ipaddr.js";

/** What IANA has given out of IPv6 for use on the Internet; the rest is reserved, also where no list names it. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** Addresses of IPv4 as a network without IPv4 writes them, in the last four bytes. */
const nat64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/**
 * Whether an IP address, written in any way, belongs to somebody on the Internet at large: not to a private network, this
 * machine, a link, a group, documentation, or any other use that is set apart. An address that stands for one of IPv4
 * (IPv4-mapped, or NAT64 under `64:ff9b::/96`) is what that one is; tunnels (6to4, Teredo) are refused whatever is in them.
 * False for what is no address.
 */
export function isPublicAddress(text: string): boolean {
  // ipaddr.js reads the old IPv4-compatible form `::1.2.3.4` as if it were mapped. Nothing has such an address.
  if (!ipaddr.isValid(text) || /^::\d+\./.test(text)) return false;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return isPublicV4(address);
  // An address with a zone is one of a link.
  if (address.zoneId !== undefined) return false;
  const inner = embedded(address);
  if (inner !== undefined) return isPublicV4(inner);
  return address.range() === "unicast" && address.match(globalUnicast);
}

const isPublicV4 = (address: ipaddr.IPv4): boolean => address.range() === "unicast";

function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.match(nat64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : undefined;
}
