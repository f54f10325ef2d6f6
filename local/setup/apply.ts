import { ApiError } from "../stack/api-client.ts";
import { type SetupApi, inParallel } from "./api.ts";
import { type Performing, perform } from "./perform.ts";
import type { Plan } from "./plan.ts";
import { createRegister } from "./register.ts";
import { type Step, stagesOf } from "./steps.ts";
import type { KnownThing } from "./things.ts";

export interface ApplyOptions {
  readonly api: SetupApi;
  /** The desk as the plan was made for it. */
  readonly known: readonly KnownThing[];
  /** Where the variables are that the file names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hears of each step that is done. */
  readonly onDone: (step: Step) => void;
  /** Aborted: no further step begins. */
  readonly signal?: AbortSignal;
}

/** Applying stopped at a step. What was done before stays; another run goes on from there. */
export class SetupStopped extends Error {
  override readonly name = "SetupStopped";
}

/**
 * Carries a plan out through the API, a few independent steps at once. Every change says which version it was decided on, so
 * nothing that somebody changed meanwhile is overwritten. Throws SetupStopped, with the step that failed and why, once the
 * steps under way are done.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<void> {
  const { api, known, environment, onDone, signal } = options;
  const performing: Performing = {
    api,
    register: createRegister(known),
    secret: (variable) => {
      const value = environment[variable];
      if (!value) throw new SetupStopped(`${variable} is not set in the environment`);
      return value;
    },
  };
  for (const steps of stagesOf(plan)) {
    await inParallel(steps, async (step) => {
      if (signal?.aborted === true) throw new SetupStopped("stopped as asked; another run goes on from here");
      try {
        await perform(performing, step);
      } catch (error) {
        throw error instanceof SetupStopped ? error : stopped(step, error);
      }
      onDone(step);
    });
  }
}

function stopped({ action, thing }: Step, error: unknown): SetupStopped {
  const what = `${action} ${thing.kind} ${thing.label}`.trimEnd();
  const why = error instanceof Error ? error.message : String(error);
  const code = error instanceof ApiError ? error.code : undefined;
  const told: Readonly<Partial<Record<string, string>>> = {
    VERSION_CONFLICT: "somebody changed it since the plan was made; nothing was overwritten",
    NOT_FOUND: "something it needs was removed since the plan was made",
    ALREADY_EXISTS: "somebody made it since the plan was made",
  };
  const reason = code === undefined ? undefined : told[code];
  return new SetupStopped(
    `${what}: ${reason === undefined ? why : `${reason} (${code})`}. Run it again to see what is left to do.`,
    { cause: error },
  );
}
