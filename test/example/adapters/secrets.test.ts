import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { beforeEach, describe, expect, test } from "vitest";
import type { ChannelId } from "../../../shared/contracts/ids.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { createSecretVault } from "../../../shared/adapters/secrets.ts";
import { mockClient } from "aws-sdk-client-mock";

const manager = mockClient(SecretsManagerClient);
const channelId = "chn_01KAQ000000000000000000000" as ChannelId;
const secrets = { accessToken: "token", appSecrets: ["one", "two"], verifyToken: "verify-me" };
const name = `balcao/channels/${channelId}`;
const refusal = { $metadata: {}, message: "no" };

let now: number;
const vaultOf = () =>
  createSecretVault({
    client: new SecretsManagerClient({ region: "us-east-1" }),
    prefix: "balcao/channels",
    clock: { now: () => new Date(now).toISOString() as Time },
  });
const reads = (): number => manager.commandCalls(GetSecretValueCommand).length;
const stored = (value: unknown): void => {
  manager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify(value) });
};

beforeEach(() => {
  manager.reset();
  now = Date.parse("2026-11-23T12:00:00.000Z");
});

describe("get", () => {
  test("reads under the prefix and remembers for a minute", async () => {
    stored(secrets);
    const vault = vaultOf();
    await expect(vault.get(channelId)).resolves.toEqual(secrets);
    expect(manager.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({ SecretId: name });
    now += 59_999;
    await vault.get(channelId);
    expect(reads()).toBe(1);
    now += 1;
    await vault.get(channelId);
    expect(reads()).toBe(2);
  });

  test("calls at the same time share one read", async () => {
    stored(secrets);
    const vault = vaultOf();
    await Promise.all([vault.get(channelId), vault.get(channelId), vault.get(channelId, "fresh")]);
    expect(reads()).toBe(1);
  });

  test("a channel without a secret has none", async () => {
    manager.on(GetSecretValueCommand).rejects(new ResourceNotFoundException(refusal));
    await expect(vaultOf().get(channelId)).resolves.toBeUndefined();
  });

  test("a failed read is not remembered", async () => {
    manager
      .on(GetSecretValueCommand)
      .rejectsOnce(new Error("cut"))
      .resolves({ SecretString: JSON.stringify(secrets) });
    const vault = vaultOf();
    await expect(vault.get(channelId)).rejects.toThrow("cut");
    await expect(vault.get(channelId)).resolves.toEqual(secrets);
  });

  test.each(["not JSON with s3cr3t", '{"accessToken":"s3cr3t"}', undefined])(
    "a secret that reads %j is refused without being quoted",
    async (SecretString) => {
      manager.on(GetSecretValueCommand).resolves(SecretString === undefined ? {} : { SecretString });
      const failure = await vaultOf()
        .get(channelId)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect(String(failure)).toContain(channelId);
      expect(JSON.stringify([String(failure), (failure as Error).cause])).not.toContain("s3cr3t");
    },
  );
});

test("asked for fresh ones it reads again, but at most once in five seconds", async () => {
  stored(secrets);
  const vault = vaultOf();
  await vault.get(channelId);
  now += 4_999;
  await vault.get(channelId, "fresh");
  expect(reads()).toBe(1);
  stored({ ...secrets, appSecrets: ["new"] });
  now += 1;
  await expect(vault.get(channelId, "fresh")).resolves.toMatchObject({ appSecrets: ["new"] });
  await vault.get(channelId, "fresh");
  await expect(vault.get(channelId)).resolves.toMatchObject({ appSecrets: ["new"] });
  expect(reads()).toBe(2);
});

describe("put", () => {
  test("creates the secret", async () => {
    manager.on(CreateSecretCommand).resolves({});
    await vaultOf().put(channelId, secrets);
    expect(manager.commandCalls(CreateSecretCommand)[0]?.args[0].input).toMatchObject({
      Name: name,
      SecretString: JSON.stringify(secrets),
    });
    expect(manager.commandCalls(PutSecretValueCommand)).toHaveLength(0);
  });

  test("putting the same again changes nothing", async () => {
    manager.on(CreateSecretCommand).rejects(new ResourceExistsException(refusal));
    stored(secrets);
    await vaultOf().put(channelId, secrets);
    expect(manager.commandCalls(PutSecretValueCommand)).toHaveLength(0);
  });

  test("putting another replaces it, and what was remembered is forgotten", async () => {
    manager.on(CreateSecretCommand).rejects(new ResourceExistsException(refusal));
    manager.on(PutSecretValueCommand).resolves({});
    stored(secrets);
    const vault = vaultOf();
    await vault.get(channelId);
    const next = { ...secrets, accessToken: "next" };
    await vault.put(channelId, next);
    expect(manager.commandCalls(PutSecretValueCommand)[0]?.args[0].input).toMatchObject({
      SecretId: name,
      SecretString: JSON.stringify(next),
    });
    stored(next);
    await expect(vault.get(channelId)).resolves.toEqual(next);
  });

  test("a failure is the caller's to see", async () => {
    manager.on(CreateSecretCommand).rejects(new Error("cut"));
    await expect(vaultOf().put(channelId, secrets)).rejects.toThrow("cut");
  });
});

describe("remove", () => {
  test("forgets at once and for good", async () => {
    stored(secrets);
    manager.on(DeleteSecretCommand).resolves({});
    const vault = vaultOf();
    await vault.get(channelId);
    await vault.remove(channelId);
    expect(manager.commandCalls(DeleteSecretCommand)[0]?.args[0].input).toEqual({
      SecretId: name,
      ForceDeleteWithoutRecovery: true,
    });
    manager.on(GetSecretValueCommand).rejects(new InvalidRequestException(refusal));
    await expect(vault.get(channelId)).resolves.toBeUndefined();
  });
});
