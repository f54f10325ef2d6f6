import type { SpecialDay } from "../contracts/hours.ts";

/**
 * Brazil's national holidays of a year, as closed special days, in order. Fixed ones by Lei 662/1949 (in the wording of Lei
 * 10.607/2002), Lei 6.802/1980 (12 October) and, since 2024, Lei 14.759/2023 (20 November). Good Friday is the one religious
 * holiday that is kept nationwide (Lei 9.093/1995). Carnival and Corpus Christi are optional days, so they are not here.
 */
export function brazilianHolidays(year: number): SpecialDay[] {
  const fixed = [
    ["01-01", "Confraternização Universal"],
    ["04-21", "Tiradentes"],
    ["05-01", "Dia do Trabalho"],
    ["09-07", "Independência do Brasil"],
    ["10-12", "Nossa Senhora Aparecida"],
    ["11-02", "Finados"],
    ["11-15", "Proclamação da República"],
    ...(year >= 2024 ? [["11-20", "Dia Nacional de Zumbi e da Consciência Negra"] as const] : []),
    ["12-25", "Natal"],
  ] as const;
  return [
    { date: daysAfter(easterSunday(year), -2), name: "Sexta-feira Santa", intervals: [] },
    ...fixed.map(([day, name]) => ({ date: `${year}-${day}`, name, intervals: [] })),
  ].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** Easter Sunday of the Gregorian calendar (yyyy-mm-dd), by the computus of Meeus, Jones and Butcher. */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * shift + 114;
  const month = Math.floor(sum / 31)
    .toString()
    .padStart(2, "0");
  const day = ((sum % 31) + 1).toString().padStart(2, "0");
  return `${year}-${month}-${day}`;
}

const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10);
