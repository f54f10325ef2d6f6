import { afterEach, describe, expect, test, vi } from "vitest";
import type { FunctionName } from "../../../shared/contracts/functions.ts";
import { EnvironmentInvalid, environmentOf } from "../../../functions/middleware/environment.ts";
import { environments, functionEntries } from "../../../shared/contracts/functions.ts";

const complete = {
  LOG_LEVEL: "INFO",
  TABLE_NAME: "desk",
  DEAD_LETTER_QUEUE_URL: "https://sqs.example/1/dead.fifo",
  MAX_RECEIVES: "4",
  OTHER: "of the runtime",
};

describe("the environment of a function", () => {
  test("is parsed, and holds nothing else", () => {
    expect(environmentOf("queue-routing", complete)).toEqual({
      LOG_LEVEL: "INFO",
      TABLE_NAME: "desk",
      DEAD_LETTER_QUEUE_URL: "https://sqs.example/1/dead.fifo",
      MAX_RECEIVES: 4,
    });
  });

  test("names every variable that is missing or wrong, and quotes none", () => {
    const { TABLE_NAME: _, ...incomplete } = complete;
    const call = () =>
      environmentOf("queue-routing", {
        ...incomplete,
        MAX_RECEIVES: "s3cr3t",
        DEAD_LETTER_QUEUE_URL: "s3cr3t",
      });
    expect(call).toThrow(EnvironmentInvalid);
    expect(call).toThrow(
      "environment of queue-routing: TABLE_NAME is missing; DEAD_LETTER_QUEUE_URL: Invalid URL; MAX_RECEIVES: Invalid input: expected number, received NaN",
    );
  });

  describe.each(Object.entries(functionEntries))("%s", (name, path) => {
    const entry = (instance: string): Promise<unknown> => {
      const file = new URL(`../../../functions/${path}.ts?${instance}`, import.meta.url).href;
      return import(/* @vite-ignore */ file);
    };
    afterEach(() => {
      vi.unstubAllEnvs();
    });

    test("does not start without one", async () => {
      await expect(entry("without")).rejects.toThrow(`environment of ${name}: `);
    });

    test("starts with all its variables, and asks nobody to do so", async () => {
      for (const variable of Object.keys(environments[name as FunctionName].shape)) {
        vi.stubEnv(variable, values[variable] ?? "https://service.example/live");
      }
      await expect(entry("with")).resolves.toMatchObject({ handler: expect.any(Function) });
    });
  });
});

const values: Readonly<Record<string, string>> = { LOG_LEVEL: "INFO", TABLE_NAME: "desk", MAX_RECEIVES: "4" };
