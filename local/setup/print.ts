import type { Hours } from "../../shared/contracts/hours.ts";
import { durationText } from "./duration.ts";
import { hoursText, specialDaysText } from "./hours-text.ts";
import type { Difference, FieldChange, Plan } from "./plan.ts";
import type { Step } from "./steps.ts";
import type { Thing } from "./things.ts";
import { kinds } from "./things.ts";

/** Columns of the longest kind and of fields below it. */
const kindWidth = Math.max(...kinds.map((kind) => kind.length)) + 2;
const fieldWidth = 26;
/** A text longer than this is cut. */
const valueWidth = 60;

/** A plan for people, in lines: what is made, what changes field by field, what stays, and what the file says nothing of. */
export function planLines({ differences, others }: Plan): readonly string[] {
  const leave = differences.filter(({ action }) => action === "leave").length;
  const create = differences.filter(({ action }) => action === "create").length;
  const change = differences.length - leave - create;
  const counts = [`${create} to create`, `${change} to change`, `${leave} as the file says`];
  const sections = [
    differences.flatMap(differenceLines),
    others.length === 0 ? [] : ["On the desk and not in the file, left alone:", ...otherLines(others)],
    [`${counts.join(", ")}${others.length === 0 ? "" : `, ${others.length} left alone`}.`],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
}

function differenceLines(difference: Difference): readonly string[] {
  const { action, thing } = difference;
  if (action === "leave") return [];
  const head = `  ${action === "create" ? "+" : "~"} ${thing.kind.padEnd(kindWidth)}${thing.label}`.trimEnd();
  if (action === "create") return [head + note(thing)];
  return [head, ...difference.changes.flatMap(changeLines)];
}

/** What matters about a thing that is made, behind its name. */
function note({
  kind,
  fields,
  secrets,
}: Thing & { readonly secrets?: Readonly<Record<string, unknown>> }): string {
  if (kind !== "person") return "";
  const invited = secrets?.["temporaryPassword"] === undefined ? ", invited by e-mail" : "";
  return ` (${String(fields["role"])}${invited})`;
}

function changeLines({ field, from, to }: FieldChange): readonly string[] {
  const line = (name: string, text: string): string => `      ${name.padEnd(fieldWidth)}${text}`;
  if (!isHours(field)) return [line(field, `${shown(field, from)} → ${shown(field, to)}`)];
  const [before, after] = [from as Hours | null, to as Hours | null];
  const [was, is] = [hoursText(before), hoursText(after)];
  const special = specialDaysText(before, after);
  return [
    ...(was === is ? [] : [line(field, `${was} → ${is}`)]),
    ...(special === "" ? [] : [line(`${field}.special`, special)]),
  ];
}

const isHours = (field: string): boolean => field === "hours" || field === "accessHours";
const isDuration = (field: string): boolean =>
  field.startsWith("serviceLevel.") || ["suggestedSeconds", "warnAfter", "closeAfter"].includes(field);
const isKey = (field: string): boolean => field === "reception" || field === "fallback";

/** One line a kind, with all the names. */
function otherLines(others: readonly Thing[]): readonly string[] {
  return kinds.flatMap((kind) => {
    const labels = others
      .filter((thing) => thing.kind === kind)
      .map(({ label }) => label)
      .toSorted((a, b) => a.localeCompare(b, "pt-BR"));
    return labels.length === 0 ? [] : [`    ${kind.padEnd(kindWidth)}${labels.join(", ")}`];
  });
}

/** What a step did, in a line. */
export function stepLine(step: Step): string {
  const { thing } = step;
  return `  ${step.action === "create" ? "created" : "changed"} ${thing.kind} ${thing.label}`.trimEnd();
}

function shown(field: string, value: Thing["fields"][string]): string {
  if (value === null) return "none";
  if (typeof value === "number" && isDuration(field)) return durationText(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => (Array.isArray(item) ? item.join(" / ") : String(item)));
    return items.join(isKey(field) ? " / " : ", ") || "none";
  }
  if (typeof value === "object") {
    const members = Object.entries(value).map(([name, member]) => `${name} ${shown(name, member)}`);
    return members.join(", ") || "none";
  }
  if (typeof value !== "string") return String(value);
  if (/^[\w.+-]+$/.test(value)) return value;
  const line = [...value.replaceAll(/\s+/g, " ")];
  return JSON.stringify(
    line.length > valueWidth ? `${line.slice(0, valueWidth - 1).join("")}…` : line.join(""),
  );
}
