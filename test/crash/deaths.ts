import { type CrashPoint, type Made, type Stage, type StageOptions, createStage } from "./stage.ts";

/** Calls that change nothing outside the function that makes them. */
const reads: ReadonlySet<string> = new Set([
  ...["store.get", "store.getMany", "store.query", "store.find", "secrets.get"],
]);

const byInvocation = (made: readonly Made[], first: number): readonly (readonly number[])[] => {
  const rows = new Map<number, number[]>();
  for (const [index, { invocation }] of made.entries()) {
    if (index + 1 >= first) rows.set(invocation, [...(rows.get(invocation) ?? []), index + 1]);
  }
  return [...rows.values()];
};

/** Every call from the `first` on, before it and once it took effect. */
export const everyPoint = (made: readonly Made[], first = 1): readonly CrashPoint[] =>
  made.flatMap((_, index) =>
    index + 1 < first ? [] : (["before", "after"] as const).map((when) => ({ call: index + 1, when })),
  );

/**
 * The deaths that differ in what they leave behind. Functions run one after the other here, so an invocation that only read between two
 * effects left the same wherever it died between them: one death stands for those, before the next effect. What is left is before each
 * effect, after an invocation's last one, and once where there is none.
 */
export const distinctPoints = (made: readonly Made[], first = 1): readonly CrashPoint[] =>
  byInvocation(made, first).flatMap((calls): readonly CrashPoint[] => {
    const effects = calls.filter((call) => !reads.has(made[call - 1]?.call ?? ""));
    const last = effects.at(-1) ?? 0;
    const before = effects.length === 0 ? calls.slice(0, 1) : effects;
    const points = before.map((call): CrashPoint => ({ call, when: "before" }));
    return last === 0 ? points : [...points, { call: last, when: "after" }];
  });

/** Something that is done on a stage from its beginning to its end. It throws unless the end is as it should be. */
export type Play<Answer = unknown> = (stage: Stage) => Promise<Answer>;

/** Plays with these deaths. Throws with what died where when the end is wrong; answers the stage as it is then. */
export async function playWith(play: Play, options: StageOptions): Promise<Stage> {
  const stage = createStage(options);
  const { crash, again } = options;
  try {
    await play(stage);
    return stage;
  } catch (cause) {
    if (crash === undefined) throw cause;
    const at = stage.made[crash.call - 1];
    const second = again ? ` and ${again.when} call ${again.call} of the redelivery` : "";
    const died = `${at?.function} died ${crash.when} call ${crash.call} (${at?.call})${second}`;
    throw new Error(`${died}: ${String(cause)}`, { cause });
  }
}

/** Plays once for each of these deaths, and answers how many of them happened. */
export async function dieAt(
  play: Play,
  options: StageOptions,
  points: readonly CrashPoint[],
): Promise<number> {
  let visited = 0;
  for (const crash of points) visited += (await playWith(play, { ...options, crash })).deaths();
  return visited;
}

/**
 * Plays once for each pair of a death of `points` and one in the redelivery that follows it, as far as they differ. Answers how many
 * pairs there were.
 */
export async function dieTwice(
  play: Play,
  options: StageOptions,
  points: readonly CrashPoint[],
): Promise<number> {
  let visited = 0;
  for (const crash of points) {
    const redelivery = (await playWith(play, { ...options, crash })).redelivery();
    for (const again of distinctPoints(redelivery)) {
      const deaths = (await playWith(play, { ...options, crash, again })).deaths();
      if (deaths < 2) throw new Error(`nothing died ${again.when} call ${again.call} of the redelivery`);
      visited += 1;
    }
  }
  return visited;
}
