import { Scope } from "../../../shared/contracts/api-keys.ts";
import type { Access, Route } from "../../../shared/contracts/routes/route.ts";
import { rules } from "../../../shared/contracts/routes/rules.ts";
import { routeList } from "../../../shared/contracts/routes/table.ts";
import { Role } from "../../../shared/contracts/values.ts";

const without: Readonly<Record<Exclude<Access["kind"], "staff">, string>> = {
  anyone: "anybody",
  cookie: "the refresh cookie",
  meta: "Meta's signature",
};

/** A table with its columns in line, as the formatter wants it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) =>
    Math.max(3, ...[head, ...rows].map((cells) => (cells[at] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

const rowOf = ({ name, method, path, access, rule }: Route): readonly string[] => {
  const route = [`\`${name}\``, `\`${method} ${path}\``];
  if (access.kind !== "staff") return [...route, without[access.kind], "", "", "", "—", rule];
  const roles = Role.options.map((role) => (access.roles.includes(role) ? "✓" : ""));
  return [...route, ...roles, access.scope === undefined ? "—" : `\`${access.scope}\``, rule];
};

/** `docs/permissions.md`: who may call each route, and by which rule it is decided about what. */
export const permissionsDocument = (): string => `# Who may do what

Made from the route table by \`npm run docs\`: do not edit.

A route first asks who calls: no session or API key that counts answers \`401 UNAUTHENTICATED\`, a role (or a key without the
route's scope) that may not call it \`403 FORBIDDEN\`. Then its rule decides about the thing that the request is about, before
anything of it is told: what is not the caller's to see answers \`404 NOT_FOUND\`, as what does not exist.
\`test/contract/routes/matrix.test.ts\` asks every route as everybody, and holds the answers to a table of its own.

Roles: an **admin** may everything; a **supervisor** acts in the sectors they manage; an **agent** in the queues they serve and
on the tickets they hold; a **viewer** reads what a supervisor of the same sectors reads of tickets and configuration. An **API
key** acts as an administrator would, or, where it is for given sectors, as their supervisor would, on routes of its scopes only
(${Scope.options.map((scope) => `\`${scope}\``).join(", ")}).

## Rules

${table(
  ["rule", "whom it lets act, and on what"],
  Object.entries(rules).map(([name, text]) => [name, text]),
)}

## Routes

${table(["route", "", ...Role.options, "API keys", "rule"], routeList.map(rowOf))}
`;
