import { demoLogins, demoPassword, receptionLogins, shop } from "../seed/shop.ts";
import type { Addresses } from "./running.ts";
import { shownPath, stateIn } from "./state-folder.ts";

const customer = { waId: "5511990000001", name: "Lia Gonçalves" };

/** What a person needs to know of a desk that is up, in lines of at most 100 columns. */
export function bannerLines(addresses: Addresses, dataDir: string): readonly string[] {
  const { deskUrl, phoneUrl, apiDocsUrl, apiUrl, socketUrl, simulatorUrl, awsUrl } = addresses;
  const control = `${simulatorUrl}/_simulator`;
  const json = "-H 'content-type: application/json'";
  const [first] = receptionLogins;
  const row = (name: string, value: string, about = ""): string =>
    `  ${name.padEnd(11)}${value.padEnd(31)}${about}`.trimEnd();
  return [
    "",
    `Balcão is up, with the demo shop ${shop.name}.`,
    "",
    row("Desk", deskUrl, "sign in as one of the people below"),
    row("Phone", phoneUrl, "play a customer, and write to the shop"),
    row("API docs", apiDocsUrl),
    "",
    row("API", apiUrl, `health: ${apiUrl}/health`),
    row("WebSocket", socketUrl, "opened with the ticket of POST /v1/socket"),
    row("WhatsApp", simulatorUrl, "simulator; customers: /_simulator/customers"),
    row("AWS", awsUrl, "endpoint of the local cloud"),
    row("State", shownPath(dataDir)),
    row("Logs", shownPath(stateIn(dataDir).logs)),
    "",
    `  Everybody's password is ${demoPassword}:`,
    ...demoLogins.map(({ role, email, where }) => row(role, email, where)),
    "",
    "  A conversation from hello to closed, and what it would cost on AWS:",
    "    npm run demo",
    "  Or by hand: a customer appears and writes …",
    `    curl -s ${control}/customers ${json} \\`,
    `      -d '${JSON.stringify(customer)}'`,
    `    curl -s ${control}/customers/${customer.waId}/messages \\`,
    `      ${json} -d '{"type":"text","content":{"body":"Oi! Têm café?"}}'`,
    "  … and an agent sees the ticket (the one who has fewest):",
    `    TOKEN=$(npm run --silent token -- ${first?.email ?? ""})`,
    `    curl -s '${apiUrl}/tickets?list=open' -H "authorization: Bearer $TOKEN"`,
    "",
    "  Ctrl-C ends it. The next start goes on from here; npm start -- --fresh begins anew.",
    "",
  ];
}
