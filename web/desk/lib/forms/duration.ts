/** Units of a length of time, the smallest first. */
export const durationUnits = ["seconds", "minutes", "hours", "days"] as const;
export type DurationUnit = (typeof durationUnits)[number];

/** Seconds in each unit. */
export const secondsIn: Readonly<Record<DurationUnit, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};

/** The largest of the units in which the length is a whole number; of nothing, the smallest. */
export function unitOf(seconds: number | null, units: readonly DurationUnit[]): DurationUnit {
  const [smallest = "seconds"] = units;
  if (seconds === null || seconds === 0) return smallest;
  return units.findLast((unit) => seconds % secondsIn[unit] === 0) ?? "seconds";
}

/** A length of time in few words, in its largest unit, with the number apart from the unit. */
export function durationParts(seconds: number): { readonly unit: DurationUnit; readonly amount: number } {
  const unit = unitOf(seconds, durationUnits);
  return { unit, amount: seconds / secondsIn[unit] };
}
