import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import type { SecretsManagerEngine } from "../../../local/aws/engines/secrets-manager/engine.ts";
import { createSecretsManagerEngine } from "../../../local/aws/engines/secrets-manager/engine.ts";
import {
  generate,
  generateSecretString,
} from "../../../local/aws/engines/secrets-manager/generate-secret-string.ts";
import type { AwsCall } from "../../../local/aws/types.ts";
import { resource, strictLog } from "../cognito/serve-engine.ts";

const place = { region: "sa-east-1", account: "123456789012" };
const arn = "arn:aws:secretsmanager:sa-east-1:123456789012:secret:app/token-Ab3dEf";
const open = (clock: MovableClock, dataDir?: string): SecretsManagerEngine =>
  createSecretsManagerEngine({ clock, place, log: strictLog, ...(dataDir === undefined ? {} : { dataDir }) });
const call = (operation: string, body: object): AwsCall => ({
  service: "secretsmanager",
  operation,
  method: "POST",
  path: "/",
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
  caller: { kind: "operator" },
});
const ask = async (
  engine: SecretsManagerEngine,
  operation: string,
  body: object,
): Promise<Record<string, unknown>> => JSON.parse(String((await engine.handle(call(operation, body))).body));

describe("secrets of the template", () => {
  it("generates a value once and keeps it over restarts and redeployments", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "secrets-"));
    try {
      const clock = new MovableClock();
      const properties = {
        GenerateSecretString: {
          SecretStringTemplate: '{"user":"app"}',
          GenerateStringKey: "password",
          PasswordLength: 40,
        },
      };
      const first = open(clock, dataDir);
      await first.provision([resource("AWS::SecretsManager::Secret", arn, arn, properties)]);
      const made = await ask(first, "GetSecretValue", { SecretId: arn });
      const fields = JSON.parse(String(made["SecretString"]));
      expect(fields).toEqual({ user: "app", password: expect.stringMatching(/^.{40}$/) });
      await first.close();
      const second = open(clock, dataDir);
      await second.provision([
        resource("AWS::SecretsManager::Secret", arn, arn, { ...properties, Description: "new" }),
      ]);
      expect((await ask(second, "GetSecretValue", { SecretId: "app/token" }))["SecretString"]).toBe(
        made["SecretString"],
      );
      expect((await ask(second, "DescribeSecret", { SecretId: arn }))["Description"]).toBe("new");
      await second.close();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it("refuses a resource the service would refuse", async () => {
    const engine = open(new MovableClock());
    const both = { SecretString: "x", GenerateSecretString: {} };
    await expect(engine.provision([resource("AWS::SecretsManager::Secret", arn, arn, both)])).rejects.toThrow(
      /exclude/,
    );
  });

  it("forgets a deleted secret when its recovery window has passed", async () => {
    const clock = new MovableClock();
    const engine = open(clock);
    await ask(engine, "CreateSecret", { Name: "gone", SecretString: "x" });
    await ask(engine, "DeleteSecret", { SecretId: "gone", RecoveryWindowInDays: 7 });
    clock.advance(7 * 86_400_000);
    expect((await ask(engine, "RestoreSecret", { SecretId: "gone" }))["__type"]).toBe(
      "ResourceNotFoundException",
    );
    expect((await ask(engine, "CreateSecret", { Name: "gone", SecretString: "y" }))["Name"]).toBe("gone");
  });

  it("asks for permission on the ARN, guessed with a suffix for a secret still to be made", async () => {
    const engine = open(new MovableClock());
    await engine.provision([resource("AWS::SecretsManager::Secret", arn, arn, { SecretString: "x" })]);
    expect(engine.permissions(call("GetSecretValue", { SecretId: "app/token" }))).toEqual([
      { action: "secretsmanager:GetSecretValue", resource: arn },
    ]);
    expect(engine.permissions(call("CreateSecret", { Name: "app/new" }))).toEqual([
      {
        action: "secretsmanager:CreateSecret",
        resource: "arn:aws:secretsmanager:sa-east-1:123456789012:secret:app/new-??????",
      },
    ]);
  });

  it("generates passwords of the asked length from the asked characters only", () => {
    const settings = fc.record({
      PasswordLength: fc.integer({ min: 5, max: 64 }),
      ExcludeCharacters: fc.string({ maxLength: 20 }),
      ExcludeUppercase: fc.boolean(),
      ExcludeNumbers: fc.boolean(),
      ExcludePunctuation: fc.boolean(),
      IncludeSpace: fc.boolean(),
    });
    fc.assert(
      fc.property(settings, (given) => {
        const password = generate(generateSecretString.parse(given));
        expect(password).toHaveLength(given.PasswordLength);
        expect(password.split("").some((character) => given.ExcludeCharacters.includes(character))).toBe(
          false,
        );
        if (given.ExcludeUppercase) expect(password).not.toMatch(/[A-Z]/);
        if (given.ExcludeNumbers) expect(password).not.toMatch(/[0-9]/);
        if (given.ExcludePunctuation) expect(password).toMatch(/^[A-Za-z0-9 ]*$/);
        if (!given.IncludeSpace) expect(password).not.toContain(" ");
      }),
      { numRuns: 200 },
    );
  });
});
