import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createSecretsManagerEngine } from "../../../local/aws/engines/secrets-manager/engine.ts";
import { refusal, serveEngine, strictLog } from "../cognito/serve-engine.ts";

/** What Secrets Manager does; against the local engine, or against AWS with BALCAO_SECRETS_MANAGER_ENDPOINT. */
const endpoint = process.env["BALCAO_SECRETS_MANAGER_ENDPOINT"];

describe("secrets", () => {
  let client: SecretsManagerClient;
  let stop = async (): Promise<void> => undefined;
  const prefix = `balcao-test-${randomUUID().slice(0, 8)}/`;
  const names: string[] = [];

  beforeAll(async () => {
    if (endpoint !== undefined) {
      client = new SecretsManagerClient({ endpoint });
      return;
    }
    const place = { region: "sa-east-1", account: "123456789012" };
    const served = await serveEngine(
      createSecretsManagerEngine({ clock: new MovableClock(), place, log: strictLog }),
    );
    const credentials = { accessKeyId: "OPERATOR", secretAccessKey: "local" };
    client = new SecretsManagerClient({
      region: place.region,
      endpoint: served.endpoint,
      credentials,
      maxAttempts: 1,
    });
    stop = () => served.stop();
  });
  afterAll(async () => {
    for (const SecretId of names) {
      await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    }
    await stop();
  });

  const create = async (more: { SecretString?: string; ClientRequestToken?: string; Name?: string } = {}) => {
    const Name = more.Name ?? `${prefix}${randomUUID()}`;
    names.push(Name);
    return client.send(new CreateSecretCommand({ SecretString: "one", ...more, Name }));
  };
  const get = (SecretId: string | undefined, more: { VersionId?: string; VersionStage?: string } = {}) =>
    client.send(new GetSecretValueCommand({ SecretId, ...more }));

  it("gives a secret by name, by ARN and by ARN without suffix", async () => {
    const made = await create({ SecretString: "s3cret" });
    expect(made.ARN).toMatch(new RegExp(`:secret:${made.Name}-[A-Za-z0-9]{6}$`));
    for (const id of [made.Name, made.ARN, made.ARN?.slice(0, -7)]) {
      expect(await get(id)).toMatchObject({
        ARN: made.ARN,
        SecretString: "s3cret",
        VersionId: made.VersionId,
        VersionStages: ["AWSCURRENT"],
      });
    }
    expect(await refusal(get(`${prefix}none`))).toMatch(/^ResourceNotFoundException/);
  });

  it("keeps the previous value when a new one is put, by stage and by version", async () => {
    const made = await create();
    const two = await client.send(new PutSecretValueCommand({ SecretId: made.Name, SecretString: "two" }));
    expect((await get(made.Name)).SecretString).toBe("two");
    expect((await get(made.Name, { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("one");
    expect((await get(made.Name, { VersionId: two.VersionId ?? "" })).SecretString).toBe("two");
    await client.send(
      new UpdateSecretCommand({ SecretId: made.Name, SecretString: "three", Description: "d" }),
    );
    expect((await get(made.Name, { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("two");
    const shown = await client.send(new DescribeSecretCommand({ SecretId: made.Name }));
    expect(shown.Description).toBe("d");
    expect(
      Object.values(shown.VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
    const absent = get(made.Name, { VersionStage: "NOSUCHSTAGE" });
    expect(await refusal(absent)).toMatch(/^ResourceNotFoundException/);
    const crossed = get(made.Name, { VersionId: two.VersionId ?? "", VersionStage: "AWSCURRENT" });
    expect(await refusal(crossed)).toMatch(/^ResourceNotFoundException|^InvalidRequestException/);
  });

  it("stages a value without making it current", async () => {
    const made = await create();
    const pending = { SecretId: made.Name, SecretString: "next", VersionStages: ["AWSPENDING"] };
    await client.send(new PutSecretValueCommand(pending));
    expect((await get(made.Name)).SecretString).toBe("one");
    expect((await get(made.Name, { VersionStage: "AWSPENDING" })).SecretString).toBe("next");
  });

  it("carries binary values", async () => {
    const made = await create();
    const bytes = new Uint8Array([0, 1, 254, 255]);
    await client.send(new PutSecretValueCommand({ SecretId: made.Name, SecretBinary: bytes }));
    expect(new Uint8Array((await get(made.Name)).SecretBinary ?? [])).toEqual(bytes);
  });

  it("does each request once for one token", async () => {
    const ClientRequestToken = randomUUID();
    const made = await create({ ClientRequestToken });
    const Name = made.Name ?? "";
    expect((await create({ Name, ClientRequestToken })).ARN).toBe(made.ARN);
    expect(await refusal(create({ Name, ClientRequestToken, SecretString: "other" }))).toMatch(
      /^ResourceExistsException/,
    );
    expect(await refusal(create({ Name }))).toMatch(/^ResourceExistsException/);
    const put = (SecretString: string) =>
      client.send(new PutSecretValueCommand({ SecretId: Name, SecretString, ClientRequestToken }));
    expect((await put("one")).VersionId).toBe(ClientRequestToken);
    expect(await refusal(put("two"))).toMatch(/^ResourceExistsException/);
  });

  it("hides a secret scheduled for deletion and restores it", async () => {
    const made = await create();
    const Name = made.Name ?? "";
    await client.send(new DeleteSecretCommand({ SecretId: Name, RecoveryWindowInDays: 7 }));
    expect(await refusal(get(Name))).toMatch(/^InvalidRequestException/);
    expect(await refusal(create({ Name }))).toMatch(/^InvalidRequestException/);
    expect((await client.send(new DescribeSecretCommand({ SecretId: Name }))).DeletedDate).toBeInstanceOf(
      Date,
    );
    await client.send(new RestoreSecretCommand({ SecretId: Name }));
    expect((await get(Name)).SecretString).toBe("one");
    const both = { SecretId: Name, RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true };
    expect(await refusal(client.send(new DeleteSecretCommand(both)))).toMatch(/^InvalidParameterException/);
  });

  it("tags and describes", async () => {
    const made = await create();
    const tag = (Value: string) =>
      client.send(new TagResourceCommand({ SecretId: made.Name, Tags: [{ Key: "owner", Value }] }));
    await tag("a");
    await tag("b");
    const shown = await client.send(new DescribeSecretCommand({ SecretId: made.Name }));
    expect(shown.Tags).toEqual([{ Key: "owner", Value: "b" }]);
  });

  it("refuses empty names and missing values", async () => {
    expect(await refusal(create({ Name: "not a name" }))).toMatch(/^ValidationException/);
    const made = await create();
    expect(await refusal(get(made.Name, { VersionId: "unknown-version" }))).toMatch(
      /^ResourceNotFoundException|^Inv/,
    );
  });
});

describe("the local Secrets Manager", () => {
  it("lists by name prefix, page by page", async () => {
    const place = { region: "sa-east-1", account: "123456789012" };
    const engine = createSecretsManagerEngine({ clock: new MovableClock(), place, log: strictLog });
    const served = await serveEngine(engine);
    const credentials = { accessKeyId: "OPERATOR", secretAccessKey: "local" };
    const client = new SecretsManagerClient({ region: place.region, endpoint: served.endpoint, credentials });
    for (const Name of ["app/a", "app/b", "app/c", "other"]) {
      await client.send(new CreateSecretCommand({ Name, SecretString: "x" }));
    }
    const Filters = [{ Key: "name" as const, Values: ["app/"] }];
    const first = await client.send(new ListSecretsCommand({ Filters, MaxResults: 2 }));
    const second = await client.send(
      new ListSecretsCommand({ Filters, MaxResults: 2, NextToken: first.NextToken }),
    );
    expect([...(first.SecretList ?? []), ...(second.SecretList ?? [])].map((secret) => secret.Name)).toEqual([
      "app/a",
      "app/b",
      "app/c",
    ]);
    expect(second.NextToken).toBeUndefined();
    client.destroy();
    await served.stop();
  });
});
