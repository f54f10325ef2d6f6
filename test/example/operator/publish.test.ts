import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createS3Engine, type S3Engine } from "../../../local/aws/engines/s3/engine.ts";
import { createFrontDoor, type FrontDoor } from "../../../local/aws/front-door/front-door.ts";
import { publishDesk } from "../../../local/operator/publish.ts";

const folder = mkdtempSync(join(tmpdir(), "balcao-publish-"));
let engine: S3Engine;
let door: FrontDoor;
let s3: S3Client;
let bucket = "";
let buckets = 0;
const puts: string[] = [];

beforeAll(async () => {
  const log = (): void => undefined;
  engine = createS3Engine({ log });
  const place = { region: "us-east-1", account: "000000000000" };
  door = await createFrontDoor({ place, clock: new MovableClock(), log, engines: [engine] });
  door.onCall(({ call }) => {
    if (call.operation === "PutObject") puts.push(call.path.replace(/^\/[^/]+\//, ""));
  });
  s3 = new S3Client({
    region: place.region,
    endpoint: door.url,
    credentials: { ...door.operatorCredentials },
  });
});
afterAll(async () => {
  s3.destroy();
  await door.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  buckets += 1;
  bucket = `pages-${buckets}`;
  await engine.provision([
    {
      ...{ logicalId: "Pages", type: "AWS::S3::Bucket", physicalId: bucket, arn: `arn:aws:s3:::${bucket}` },
      ...{ attributes: {}, properties: {}, metadata: {} },
    },
  ]);
  puts.length = 0;
});

/** Builds a desk of these files and publishes it. */
async function publish(...names: readonly string[]) {
  rmSync(folder, { recursive: true, force: true });
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `content of ${name}`);
  }
  puts.length = 0;
  return publishDesk({ s3, bucket, folder, config: { socketUrl: "wss://sockets.example/live" } });
}

async function inBucket(): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = "" }) => Key).filter((key) => key !== "releases.json");
}

const one = ["assets/app-1.js", "assets/shared-1.css", "favicon.svg", "index.html"];
const two = ["assets/app-2.js", "assets/shared-1.css", "favicon.svg", "index.html"];
const three = ["assets/app-3.js", "assets/shared-1.css", "favicon.svg", "index.html"];

describe("publishing", () => {
  test("puts the page there last, after everything it loads", async () => {
    await publish(...one);
    expect(puts.slice(0, 2).toSorted()).toEqual(["assets/app-1.js", "assets/shared-1.css"]);
    expect(puts.slice(2)).toEqual(["favicon.svg", "config.json", "index.html", "releases.json"]);
    expect(await inBucket()).toEqual([...one, "config.json"].toSorted());
  });

  test("tells the page where the sockets are, whatever the build says", async () => {
    await publish(...one, "config.json");
    const { Body, ContentType, CacheControl } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: "config.json" }),
    );
    expect(JSON.parse((await Body?.transformToString()) ?? "")).toEqual({
      socketUrl: "wss://sockets.example/live",
    });
    expect([ContentType, CacheControl]).toEqual(["application/json", "no-cache"]);
  });

  test("what its name says the content of is kept by browsers for good, and uploaded once", async () => {
    await publish(...one);
    const { ContentType, CacheControl } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: "assets/app-1.js" }),
    );
    expect([ContentType, CacheControl]).toEqual([
      "text/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ]);
    await publish(...two);
    expect(puts.filter((key) => key.startsWith("assets/"))).toEqual(["assets/app-2.js"]);
  });

  test("leaves the release before for pages that are open, and nothing older", async () => {
    await publish(...one);
    expect(await publish(...two)).toMatchObject({ deleted: 0 });
    // The same once more is no other release.
    expect(await publish(...two)).toMatchObject({ deleted: 0 });
    expect(await inBucket()).toContain("assets/app-1.js");
    expect(await publish(...three)).toMatchObject({ deleted: 1 });
    expect(await inBucket()).toEqual(["assets/app-2.js", ...three, "config.json"].toSorted());
  });

  test("keeps what the build keeps for itself out", async () => {
    await publish(...one, ".vite/manifest.json");
    expect(await inBucket()).toEqual([...one, "config.json"].toSorted());
  });

  test.each([
    ["no page", ["assets/app-1.js"], /no index\.html/],
    ["a file of an unknown type", [...one, "notes.docx"], /of what type is notes\.docx/],
  ])("refuses a build with %s before anything is uploaded", async (_, names, message) => {
    await expect(publish(...names)).rejects.toThrow(message);
    expect(puts).toEqual([]);
  });
});
