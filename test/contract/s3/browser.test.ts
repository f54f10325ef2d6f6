import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localS3, PLACE, signedForm } from "./support.ts";

/** What a browser meets at the local cloud: expiry on the clock, upload policies, CORS from the template. */
describe("S3 for browsers", () => {
  let local: Awaited<ReturnType<typeof localS3>>;

  beforeAll(async () => {
    local = await localS3();
  });
  afterAll(async () => {
    await local.close();
  });

  test("a presigned URL ends when the clock says so", async () => {
    const { client, bucket, clock } = local;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: "soon", Body: "gone" }));
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: "soon" }), {
      expiresIn: 60,
      signingDate: new Date(clock.now()),
    });
    expect((await fetch(url)).status).toBe(200);
    clock.advance(61_000);
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain("Request has expired");
  });

  describe("upload forms", () => {
    const upload = async (
      fields: Record<string, string>,
      file: string,
      change: {
        readonly key?: string;
        readonly conditions?: readonly unknown[];
        readonly expiresIn?: number;
      } = {},
    ): Promise<Response> => {
      const { clock, bucket, frontDoor } = local;
      const conditions = change.conditions ?? [
        { bucket },
        ["starts-with", "$key", "up/"],
        ["content-length-range", 2, 10],
        { "Content-Type": "image/png" },
      ];
      const expiresAt = clock.now() + (change.expiresIn ?? 60_000);
      const signed = signedForm(
        frontDoor.operatorCredentials,
        PLACE.region,
        conditions,
        expiresAt,
        clock.now(),
      );
      const form = new FormData();
      const all = { key: change.key ?? "up/${filename}", "Content-Type": "image/png", ...signed, ...fields };
      for (const [name, value] of Object.entries(all)) form.set(name, value);
      form.set("file", new Blob([file]), "photo.png");
      return fetch(`${frontDoor.url}/${bucket}`, { method: "POST", body: form });
    };

    test("a form within its policy stores the file", async () => {
      expect((await upload({}, "12345")).status).toBe(204);
      const got = await local.client.send(
        new GetObjectCommand({ Bucket: local.bucket, Key: "up/photo.png" }),
      );
      expect(await got.Body?.transformToString()).toBe("12345");
      expect(got.ContentType).toBe("image/png");
    });

    test.each([
      ["a file too large", {}, "12345678901", {}, 400, "EntityTooLarge"],
      ["a file too small", {}, "1", {}, 400, "EntityTooSmall"],
      ["another key", {}, "12345", { key: "down/x" }, 403, "Policy Condition failed"],
      ["another type", { "Content-Type": "text/html" }, "12345", {}, 403, "Policy Condition failed"],
      ["a field nobody signed", { acl: "public-read" }, "12345", {}, 403, "Extra input fields: acl"],
      ["an expired policy", {}, "12345", { expiresIn: -1 }, 403, "Policy expired"],
      [
        "a changed policy",
        { Policy: Buffer.from("{}").toString("base64") },
        "12345",
        {},
        403,
        "SignatureDoesNotMatch",
      ],
      [
        "another bucket's policy",
        {},
        "12345",
        { conditions: [{ bucket: "other" }] },
        403,
        "Policy Condition failed",
      ],
    ])("%s is refused", async (_name, fields, file, change, status, text) => {
      const refused = await upload(fields, file, change);
      expect(refused.status).toBe(status);
      expect(await refused.text()).toContain(text);
    });

    test("a form without policy or with unknown keys is refused", async () => {
      const form = new FormData();
      form.set("key", "up/x");
      form.set("file", new Blob(["12345"]), "x");
      const url = `${local.frontDoor.url}/${local.bucket}`;
      expect((await fetch(url, { method: "POST", body: form })).status).toBe(403);
      const foreign = { "X-Amz-Credential": "AKIAFOREIGN/20260101/sa-east-1/s3/aws4_request" };
      expect(await (await upload(foreign, "12345")).text()).toContain("InvalidAccessKeyId");
    });
  });

  describe("CORS", () => {
    const preflight = (origin: string, method: string, headers?: string): Promise<Response> =>
      fetch(`${local.frontDoor.url}/${local.bucket}/up/x`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": method,
          ...(headers !== undefined && { "access-control-request-headers": headers }),
        },
      });

    test("a preflight the rules allow is answered with what they allow", async () => {
      const allowed = await preflight("https://a.preview.example", "PUT", "Content-Type");
      expect(allowed.status).toBe(200);
      expect(allowed.headers.get("access-control-allow-origin")).toBe("https://a.preview.example");
      expect(allowed.headers.get("access-control-allow-headers")).toBe("content-type");
      expect(allowed.headers.get("access-control-max-age")).toBe("300");
    });

    test.each([
      ["https://evil.example", "PUT", undefined],
      ["https://desk.example", "DELETE", undefined],
      ["https://desk.example", "PUT", "x-secret"],
    ])("a preflight from %s for %s with %s is refused", async (origin, method, headers) => {
      const refused = await preflight(origin, method, headers);
      expect(refused.status).toBe(403);
      expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    });

    test("answers carry the headers for an allowed origin only", async () => {
      const url = await getSignedUrl(
        local.client,
        new GetObjectCommand({ Bucket: local.bucket, Key: "none" }),
        {
          signingDate: new Date(local.clock.now()),
        },
      );
      const allowed = await fetch(url, { headers: { origin: "https://desk.example" } });
      expect(allowed.headers.get("access-control-allow-origin")).toBe("https://desk.example");
      expect(allowed.headers.get("access-control-expose-headers")).toBe("ETag");
      const other = await fetch(url, { headers: { origin: "https://evil.example" } });
      expect(other.headers.get("access-control-allow-origin")).toBeNull();
    });
  });

  test("objects outlive the process", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "s3-"));
    const first = await localS3(dataDir);
    await first.client.send(
      new PutObjectCommand({ Bucket: first.bucket, Key: "kept/é", Body: "still here" }),
    );
    await first.close();
    const second = await localS3(dataDir);
    const got = await second.client.send(new GetObjectCommand({ Bucket: second.bucket, Key: "kept/é" }));
    expect(await got.Body?.transformToString()).toBe("still here");
    await second.close();
    rmSync(dataDir, { recursive: true });
  });
});
