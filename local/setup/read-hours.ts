import type { Hours, SpecialDay } from "../../shared/contracts/hours.ts";
import type { HoursPart } from "./file.ts";
import { daysOf, intervalsOf, sameHours } from "./hours-text.ts";
import type { FilePath } from "./problems.ts";

/**
 * Hours of a set-up file as the contracts have them; null is always. A special day of the file comes before a national holiday of
 * its date. Days that are none, or named twice, are told.
 */
export function readHours(
  path: FilePath,
  part: HoursPart,
  given: {
    /** For hours without a time zone of their own. */
    readonly zone: string;
    readonly holidays: readonly SpecialDay[];
    readonly tell: (path: FilePath, message: string) => void;
  },
): Hours | null {
  if (part === "always") return null;
  const { timeZone = given.zone, holidays: country, special = [], ...byDay } = part;
  const weekly: Hours["weekly"] = {};
  for (const [name, text] of Object.entries(byDay)) {
    const days = daysOf(name);
    if (days === undefined)
      given.tell([...path, name], "not a day of the week: mon, tue, wed, thu, fri, sat, sun");
    for (const day of days ?? []) {
      if (weekly[day] !== undefined) given.tell([...path, name], `${day} is named twice`);
      weekly[day] = intervalsOf(text);
    }
  }
  const own = special.map(({ date, name, hours }) => ({ date, name, intervals: intervalsOf(hours) }));
  const isOwn = ({ date }: SpecialDay): boolean =>
    own.some((it) => it.date === date || it.date === date.slice("yyyy-".length));
  const national = country === undefined ? [] : given.holidays.filter((day) => !isOwn(day));
  return sameHours({ timeZone, weekly, special: [...own, ...national] });
}
