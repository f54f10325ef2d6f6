/** What people did on the day and were told that it is done. Scores are counted by what they add up to, too. */
export const deeds = [
  "written",
  "answered",
  "noted",
  "taken",
  "sent on",
  "put away",
  "closed",
  "dropped",
  "rated",
  "stars",
] as const;
export type Deed = (typeof deeds)[number];
export type Deeds = Readonly<Record<Deed, number>>;

/** Counts deeds as they happen, apart from whatever the desk itself says of them. */
export interface Journal {
  did(deed: Deed, times?: number): void;
  /** A call came too late for a ticket that was somewhere else by then; which is nobody's fault. */
  tooLate(): void;
  readonly late: number;
  totals(): Deeds;
  /** Something is not as it must be. */
  problem(text: string): void;
  readonly problems: readonly string[];
}

export function openJournal(): Journal {
  const counts = Object.fromEntries(deeds.map((deed) => [deed, 0])) as Record<Deed, number>;
  const problems: string[] = [];
  let late = 0;
  return {
    did(deed, times = 1) {
      counts[deed] += times;
    },
    tooLate() {
      late += 1;
    },
    get late() {
      return late;
    },
    totals: () => ({ ...counts }),
    problem: (text) => void problems.push(text),
    problems,
  };
}
