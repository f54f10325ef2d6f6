import type { RequestOf } from "../../lib/api/types.ts";
import type { Time } from "../../../../shared/contracts/values.ts";

/** By what closed tickets can be looked for, as the page's address names it. Dates are days of the person's zone, `yyyy-mm-dd`. */
export const filterNames = [
  "from",
  "to",
  "sector",
  "agent",
  "tag",
  "channel",
  "contact",
  "protocol",
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00`));

/** The filters of an address; what is empty or no day is none. */
export function filtersOf(search: string): Filters {
  const parameters = new URLSearchParams(search);
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = parameters.get(name)?.trim() ?? "";
      const counts = value !== "" && ((name !== "from" && name !== "to") || isDay(value));
      return counts ? [[name, value]] : [];
    }),
  );
}

/** The address of filters, always the same for the same ones. */
export const searchOf = (filters: Filters): string =>
  new URLSearchParams(
    filterNames.flatMap((name) => {
      const value = filters[name]?.trim() ?? "";
      return value === "" ? [] : [[name, value] as [string, string]];
    }),
  ).toString();

/** Why nothing can be asked: on which field, and what is wrong with it. */
export type Problem =
  | { readonly field: "to"; readonly why: "order" | "span" }
  | { readonly field: "protocol"; readonly why: "protocol" };

type Query = RequestOf<"listTickets">["query"];

/** The longest time that is looked through, in days, and the longest day: one has an hour more. */
const [mostDays, day] = [366, 86_400_000];

/** What the filters ask of the API, or why they cannot be asked for. `now` in milliseconds since 1970. */
export function queryOf(filters: Filters, now: number): Query | Problem {
  const { from, to, sector, agent, tag, channel, contact } = filters;
  const protocol = filters.protocol?.toUpperCase();
  if (protocol !== undefined && !/^[A-Z0-9-]{0,8}\d{6,18}$/.test(protocol))
    return { field: "protocol", why: "protocol" };
  const begin = from === undefined ? undefined : Date.parse(`${from}T00:00:00`);
  const end = to === undefined ? undefined : endOf(to);
  if (begin !== undefined && begin > (end ?? now)) return { field: "to", why: "order" };
  if (begin !== undefined && (end ?? now) - begin > mostDays * day) return { field: "to", why: "span" };
  // The ids are those of the directory; the API refuses what is none.
  return {
    list: "closed",
    ...(sector === undefined ? {} : { sectorId: sector }),
    ...(agent === undefined ? {} : { agentId: agent }),
    ...(tag === undefined ? {} : { tagId: tag }),
    ...(channel === undefined ? {} : { channelId: channel }),
    ...(contact === undefined ? {} : { contact }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(begin === undefined ? {} : { from: timeAt(begin) }),
    ...(end === undefined ? {} : { to: timeAt(end) }),
  };
}

/** The last millisecond of a day. */
function endOf(text: string): number {
  const next = new Date(`${text}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.getTime() - 1;
}

const timeAt = (milliseconds: number): Time => new Date(milliseconds).toISOString() as Time;
