/** What an agent does of themselves at a minute of the day. `home`: they feel ill, and their supervisor sends their tickets on. */
export type Act = "arrive" | "coffee" | "lunch" | "return" | "vanish" | "reconnect" | "home";
export interface Duty {
  readonly at: number;
  readonly act: Act;
}

/** The day of an agent, in minutes since opening. Pauses are as long as the day allows: an hour's lunch in ten. */
export function dutiesOf(
  agent: number,
  { agents, hours }: { agents: number; hours: number },
): readonly Duty[] {
  const part = (minutes: number): number => (minutes * hours) / 10;
  const away = (act: Act, at: number, minutes: number, end: Act = "return"): readonly Duty[] => [
    { at: part(at), act },
    { at: part(at) + minutes, act: end },
  ];
  return [
    { at: 0, act: "arrive" },
    ...away("coffee", 90 + (agent % 8) * 12, part(15)),
    ...away("lunch", 190 + (agent % 4) * 40, part(60)),
    // Longer than the grace, on a short day too.
    ...(agent === 1 ? away("vanish", 400, 12, "reconnect") : []),
    ...(agent === agents - 1 && agents >= 4 ? [{ at: part(430), act: "home" } as const] : []),
  ];
}
