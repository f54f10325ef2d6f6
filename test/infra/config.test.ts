import { App } from "aws-cdk-lib";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../infra/config.ts";

const read = (context: Readonly<Record<string, unknown>>): ReturnType<typeof readConfig> =>
  readConfig(new App({ context: { ...context } }).node);

describe("configuration", () => {
  test("has safe defaults and leaves other people's context alone", () => {
    expect(read({ "@aws-cdk/core:something": true })).toEqual({
      stage: "main",
      logRetentionDays: 30,
      graphVersion: "v26.0",
      retainData: true,
      logLevel: "INFO",
      locale: "pt-BR",
      uploadOrigins: [],
    });
  });

  test("reads text, as the command line gives it", () => {
    const config = read({
      "balcao:logRetentionDays": "7",
      "balcao:retainData": "false",
      "balcao:uploadOrigins": "https://a.example,https://b.example",
    });
    expect(config).toMatchObject({
      logRetentionDays: 7,
      retainData: false,
      uploadOrigins: ["https://a.example", "https://b.example"],
    });
  });

  test("names everything that is wrong by its key", () => {
    expect(() =>
      read({
        "balcao:stage": "Main Stage",
        "balcao:logRetentionDays": 8,
        "balcao:alarmMail": "a@example.com",
      }),
    ).toThrow(/balcao:stage: .*lower-case[^]*balcao:logRetentionDays: [^]*balcao:alarmMail: /);
  });
});
