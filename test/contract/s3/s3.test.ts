import { randomUUID } from "node:crypto";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localS3 } from "./support.ts";

/** What any S3 must do, as AWS documents it. Runs against AWS with `BALCAO_S3_ENDPOINT=aws`. */
describe("S3", () => {
  let client: S3Client;
  let close: () => Promise<void>;
  const Bucket = `contract-${randomUUID()}`;

  beforeAll(async () => {
    const endpoint = process.env["BALCAO_S3_ENDPOINT"];
    if (endpoint === undefined) {
      const local = await localS3();
      client = local.client;
      close = () => local.close();
    } else {
      client = new S3Client(endpoint === "aws" ? {} : { endpoint });
      close = async () => client.destroy();
    }
    await client.send(new CreateBucketCommand({ Bucket }));
  });
  afterAll(async () => {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents ?? []) await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    await close();
  });

  const put = (Key: string, Body: string | Buffer) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body }));

  test("an object keeps its bytes, type and metadata under a key with any characters", async () => {
    const Key = "média/açaí & pão +1 (2).bin";
    const Body = Buffer.from([0, 1, 2, 255, 254]);
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body,
        ContentType: "application/x-thing",
        Metadata: { origin: "test" },
      }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) as Uint8Array)).toEqual(Body);
    expect(got.ContentType).toBe("application/x-thing");
    expect(got.Metadata).toEqual({ origin: "test" });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head.ContentLength).toBe(5);
    expect(head.ETag).toBe(got.ETag);
  });

  test("a part of an object can be asked for", async () => {
    await put("range", "0123456789");
    const part = await client.send(new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=2-4" }));
    expect(await part.Body?.transformToString()).toBe("234");
    expect(part.ContentRange).toBe("bytes 2-4/10");
  });

  test("listing gives keys by prefix, copying copies, deleting deletes", async () => {
    for (const key of ["list/a", "list/b", "other"]) await put(key, key);
    const listed = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "list/" }));
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(["list/a", "list/b"]);
    await client.send(new CopyObjectCommand({ Bucket, Key: "list/c", CopySource: `${Bucket}/list/a` }));
    const copy = await client.send(new GetObjectCommand({ Bucket, Key: "list/c" }));
    expect(await copy.Body?.transformToString()).toBe("list/a");
    await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "list/a" }, { Key: "list/b" }] } }),
    );
    const left = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "list/" }));
    expect(left.Contents?.map(({ Key }) => Key)).toEqual(["list/c"]);
  });

  test("what is not there is an error with its name", async () => {
    await expect(client.send(new GetObjectCommand({ Bucket, Key: "none" }))).rejects.toMatchObject({
      name: "NoSuchKey",
    });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: "none" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(
      client.send(new GetObjectCommand({ Bucket: `${Bucket}-none`, Key: "k" })),
    ).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  test("an object of 12 MiB goes up and down in one piece", async () => {
    const body = Buffer.alloc(12 * 1_048_576, 7);
    await put("large", body);
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "large" }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) as Uint8Array).equals(body)).toBe(true);
  });

  test("a presigned URL uploads and downloads without credentials", async () => {
    const up = await getSignedUrl(
      client,
      new PutObjectCommand({ Bucket, Key: "signed", ContentType: "text/plain" }),
    );
    const sent = await fetch(up, {
      method: "PUT",
      body: "by url",
      headers: { "content-type": "text/plain" },
    });
    expect(sent.status).toBe(200);
    const down = await getSignedUrl(
      client,
      new GetObjectCommand({
        Bucket,
        Key: "signed",
        ResponseContentDisposition: 'attachment; filename="a.txt"',
      }),
    );
    const got = await fetch(down);
    expect(await got.text()).toBe("by url");
    expect(got.headers.get("content-disposition")).toBe('attachment; filename="a.txt"');
  });

  test("a presigned URL is good for its own request only", async () => {
    const url = new URL(await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "range" })));
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
    const other = new URL(url);
    other.pathname = other.pathname.replace("range", "other");
    const refused = await fetch(other);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("<Code>SignatureDoesNotMatch</Code>");
    const unsigned = new URL(url.pathname, url);
    expect((await fetch(unsigned)).status).toBe(403);
  });
});
