import { BlockList } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createWebhookTargets } from "../../shared/adapters/webhook-targets.ts";
import { isPublicAddress } from "../../shared/adapters/public-address.ts";

/** What IANA's registries of special-purpose addresses set apart, and groups, written down one by one. */
const reservedV4 = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"],
  ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
];
const reservedV6 = [
  ...["::/128", "::1/128", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48"],
  ...["2001:10::/28", "2001:20::/28", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16"],
  ...["fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
];
const blocked = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [family, list] of [["ipv4", reservedV4] as const, ["ipv6", reservedV6] as const]) {
  for (const cidr of list) {
    const [address = "", bits = ""] = cidr.split("/");
    blocked[family].addSubnet(address, Number(bits), family);
  }
}

const byte = fc.integer({ min: 0, max: 255 });
const v4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join("."));
/** An address of a network, however small the network is. */
const inside = (cidr: string): fc.Arbitrary<readonly number[]> => {
  const [base = "", bits = ""] = cidr.split("/");
  const bytes = base.includes(".") ? base.split(".").map(Number) : bytesOf(base);
  return fc.tuple(...bytes.map(() => byte)).map((random) =>
    bytes.map((fixed, index) => {
      const kept = Math.max(0, Math.min(8, Number(bits) - 8 * index));
      const mask = (0xff << (8 - kept)) & 0xff;
      return (fixed & mask) | ((random[index] ?? 0) & ~mask & 0xff);
    }),
  );
};
const textV6 = (bytes: readonly number[]): string =>
  Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  ).join(":");
function bytesOf(text: string): readonly number[] {
  const [head = "", tail] = text.split("::");
  const groups = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((it) => Number.parseInt(it, 16));
  const [left, right] = [groups(head), groups(tail ?? "")];
  const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
  return all.flatMap((group) => [group >> 8, group & 0xff]);
}
const v6 = fc.tuple(...Array.from({ length: 16 }, () => byte)).map(textV6);

describe("an address that webhooks may reach", () => {
  test("is none that is set apart", () => {
    const v4Inside = fc
      .constantFrom(...reservedV4)
      .chain(inside)
      .map((bytes) => bytes.join("."));
    const v6Inside = fc
      .constantFrom(...reservedV6)
      .chain(inside)
      .map(textV6);
    fc.assert(
      fc.property(fc.oneof(v4Inside, v6Inside), (address) => {
        expect(isPublicAddress(address)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test("of IPv4 is any other", () => {
    // What the registries name besides is for services that are reached over the Internet; refusing them costs nothing.
    const services = new BlockList();
    for (const net of ["192.31.196.0", "192.52.193.0", "192.175.48.0"]) services.addSubnet(net, 24);
    fc.assert(
      fc.property(v4, (address) => {
        fc.pre(!services.check(address));
        expect(isPublicAddress(address)).toBe(!blocked.ipv4.check(address));
      }),
      { numRuns: 2_000 },
    );
  });

  test("of IPv6 is of what IANA gives out, and not reserved there", () => {
    const given = fc
      .tuple(fc.integer({ min: 0x20, max: 0x3f }), ...Array.from({ length: 15 }, () => byte))
      .map(textV6);
    fc.assert(
      fc.property(fc.oneof(v6, given), (address) => {
        if (isPublicAddress(address)) {
          expect(/^[23]/.test(address.padStart(4, "0")) && !blocked.ipv6.check(address, "ipv6")).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
    for (const address of ["2606:4700::1111", "2a00:1450:4001::200e", "2800:3f0:4001::1"])
      expect(isPublicAddress(address)).toBe(true);
  });

  test("is judged by the address of IPv4 that it stands for", () => {
    fc.assert(
      fc.property(v4, (address) => {
        const wanted = isPublicAddress(address);
        expect(isPublicAddress(`::ffff:${address}`)).toBe(wanted);
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(wanted);
        expect(isPublicAddress(`::${address}`)).toBe(false);
        const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
        expect(
          isPublicAddress(textV6([0x20, 0x02, a, b, c, d, ...Array.from({ length: 10 }, () => 0)])),
        ).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    "",
    "localhost",
    "fe80::1%eth0",
    "2606:4700::1111%1",
    "300.1.1.1",
    "::ffff:127.0.0.1",
    "1.1.1.1/32",
  ])("is not %j", (text) => expect(isPublicAddress(text)).toBe(false));
});

describe("a URL of a receiver", () => {
  const targets = createWebhookTargets("http://127.0.0.1:4010");

  test.each([
    ["https://receiver.example/desk?key=1", undefined],
    ["https://receiver.example:8443/", undefined],
    ["https://1.1.1.1/", undefined],
    ["https://[2606:4700::1111]/", undefined],
    ["http://127.0.0.1:4010/any/path", undefined],
    ["http://receiver.example/", "only https is taken"],
    ["ftp://receiver.example/", "only https is taken"],
    ["https://user@receiver.example/", "user and password do not belong in a URL"],
    ["https://:secret@receiver.example/", "user and password do not belong in a URL"],
    ["https://receiver.example/#part", "a fragment is never sent"],
    ["https://receiver.example/#", "a fragment is never sent"],
    ["not a URL", "not a URL"],
  ])("%s: %s", (url, reason) => expect(targets.refusal(url)).toBe(reason));

  test.each([
    ...[
      "https://127.0.0.1/",
      "https://127.1/",
      "https://2130706433/",
      "https://0x7f.0.0.1/",
      "https://0177.0.0.1/",
    ],
    ...["https://127.0.0.1./", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[::ffff:a00:1]/"],
    ...[
      "https://169.254.169.254/latest/meta-data/",
      "https://[fd00:ec2::254]/",
      "https://0/",
      "https://localhost/",
    ],
    ...["https://LOCALHOST./", "https://a.localhost/", "https://①②⑦.0.0.1/", "https://192.168.0.1:4010/"],
    "https://127.0.0.1:4010/",
  ])("%s is not on the public Internet", (url) =>
    expect(targets.refusal(url)).toBe("the host is not on the public Internet"),
  );

  test("of the test origin is exempt exactly, and without one none is", () => {
    for (const near of [
      "http://127.0.0.1:4011/",
      "http://127.0.0.1/",
      "http://127.0.0.2:4010/",
      "http://localhost:4010/",
    ])
      expect(targets.refusal(near)).toBe("only https is taken");
    expect(createWebhookTargets("").refusal("http://127.0.0.1:4010/")).toBe("only https is taken");
    expect(targets.refusal("http://a@127.0.0.1:4010/")).toBe("user and password do not belong in a URL");
  });
});
