import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as z from "zod";

/** What is published, and where to. */
export interface Publication {
  readonly s3: S3Client;
  readonly bucket: string;
  /** The built desk: `index.html`, `assets/…` and whatever lies beside them. */
  readonly folder: string;
  /** Becomes `config.json`, which the page reads before anything else. */
  readonly config: { readonly socketUrl: string };
}

/** What was done, in files. */
export interface Published {
  readonly uploaded: number;
  readonly deleted: number;
}

/** What the bucket knows of its releases; not read by any page. */
const recordKey = "releases.json";
/** Where files with a hash in their name are. */
const hashed = /^assets\//;
const Releases = z.object({ current: z.array(z.string()), former: z.array(z.string()) });

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wav": "audio/wav",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * Publishes a built desk so that nobody sees half of it: hashed files first, the page last. The files of the release before
 * stay, because pages that are open still load them; older ones are deleted. A second time it uploads nothing hashed again.
 * Throws, before anything is uploaded, when the folder holds no `index.html` or a file of an unknown type.
 */
export async function publishDesk({ s3, bucket, folder, config }: Publication): Promise<Published> {
  const files = filesOf(folder).filter((key) => key !== "config.json");
  if (!files.includes("index.html")) throw new Error(`${folder} holds no index.html: build the desk first`);
  for (const key of files) typeOf(key);
  const [there, before] = [await keysIn(s3, bucket), await releasesIn(s3, bucket)];
  const put = async (key: string, body: Buffer | string): Promise<void> => {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: typeOf(key),
        CacheControl: hashed.test(key) ? "public, max-age=31536000, immutable" : "no-cache",
      }),
    );
  };
  const assets = files.filter((key) => hashed.test(key) && !there.has(key));
  const others = files.filter((key) => !hashed.test(key) && key !== "index.html");
  const former = sameFiles(before?.current, files) ? (before?.former ?? []) : (before?.current ?? []);
  await Promise.all(assets.map((key) => put(key, readFileSync(join(folder, key)))));
  for (const key of others) await put(key, readFileSync(join(folder, key)));
  await put("config.json", JSON.stringify(config));
  await put("index.html", readFileSync(join(folder, "index.html")));
  await put(recordKey, JSON.stringify({ current: files, former }));
  const kept = new Set([...files, ...former, "config.json", recordKey]);
  const old = [...there].filter((key) => !kept.has(key));
  for (let at = 0; at < old.length; at += 1_000) {
    const Objects = old.slice(at, at + 1_000).map((Key) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
  }
  return { uploaded: assets.length + others.length + 2, deleted: old.length };
}

function filesOf(folder: string): readonly string[] {
  return (
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      // What the build keeps for itself.
      .filter((key) => !key.startsWith("."))
      .sort()
  );
}

function typeOf(key: string): string {
  const type = types[extname(key)];
  if (type === undefined) throw new Error(`of what type is ${key}? local/operator/publish.ts does not know`);
  return type;
}

function sameFiles(one: readonly string[] | undefined, other: readonly string[]): boolean {
  return one !== undefined && one.join("\0") === other.join("\0");
}

async function keysIn(s3: S3Client, bucket: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket }))
    for (const { Key } of Contents) if (Key !== undefined) keys.add(Key);
  return keys;
}

async function releasesIn(s3: S3Client, bucket: string): Promise<z.infer<typeof Releases> | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: recordKey }));
    return Releases.parse(JSON.parse((await Body?.transformToString()) ?? ""));
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchKey") return undefined;
    throw error;
  }
}
