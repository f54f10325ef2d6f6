import { get } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { serveSite, siteTemplate } from "./support.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((site) => site.close()));
});
async function site(template = siteTemplate()) {
  const served = await serveSite(template);
  open.push(served);
  return served;
}

/** A request as it is written, without what fetch adds or hides. */
function raw(url: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown>; bytes: number }>(
    (resolve, reject) => {
      get(url, { headers }, (response) => {
        let bytes = 0;
        response.on("data", (chunk: Buffer) => (bytes += chunk.length));
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, bytes }));
      }).on("error", reject);
    },
  );
}

describe("pages", () => {
  test("come from the bucket, the function first, with what the policy adds", async () => {
    const { url, put } = await site();
    await put("index.html", "the page", { "cache-control": "max-age=5" });
    const response = await fetch(`${url}/some/route?x=1`);
    expect([response.status, await response.text()]).toEqual([200, "the page"]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/html",
      "content-security-policy": "default-src http://local.test",
      "strict-transport-security": "max-age=60; includeSubDomains",
      "x-kept": "the policy's",
      "cache-control": "no-cache",
    });
  });

  test("a function may answer by itself; one that fails is an error of the distribution", async () => {
    const { url, logged } = await site();
    const response = await fetch(`${url}/teapot`);
    expect([response.status, response.headers.get("x-by")]).toEqual([418, "127.0.0.1"]);
    expect((await fetch(`${url}/broken`)).status).toBe(502);
    expect(logged).toEqual(["the distribution could not answer"]);
  });

  test("what is not there is forbidden, as without the right to list; so is another method", async () => {
    const { url } = await site();
    expect((await fetch(`${url}/assets/none.js`)).status).toBe(403);
    expect((await fetch(`${url}/assets/none.js`, { method: "POST" })).status).toBe(403);
  });

  test("the bucket's policy decides", async () => {
    const template = siteTemplate();
    delete template.Resources["PagesPolicy"];
    const { url, put } = await site(template);
    await put("index.html", "the page");
    expect((await fetch(`${url}/`)).status).toBe(403);
  });

  test("what the browser has is not sent again, and text goes compressed where it may be kept so", async () => {
    const { url, put } = await site();
    const body = "0123456789".repeat(500);
    await put("assets/a.js", body, { "content-type": "text/javascript", "cache-control": "immutable" });
    const plain = await raw(`${url}/assets/a.js`, {});
    const small = await raw(`${url}/assets/a.js`, { "accept-encoding": "gzip" });
    expect(plain).toMatchObject({ bytes: body.length, headers: { "cache-control": "immutable" } });
    expect(small.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
    expect(small.bytes).toBeLessThan(body.length / 10);
    for (const { headers } of [plain, small]) {
      const again = await raw(`${url}/assets/a.js`, { "if-none-match": String(headers["etag"]) });
      expect([again.status, again.bytes]).toEqual([304, 0]);
    }
    await put("page.html", body);
    const page = await raw(`${url}/page.html`, { "accept-encoding": "gzip" });
    expect(page.bytes).toBe(body.length);
  });
});

describe("the API behind it", () => {
  test("gets method, path, query, body, cookies and headers, under its own name", async () => {
    const { url, seen } = await site();
    const response = await fetch(`${url}/v1/things%2F1?a=1&a=2`, {
      method: "PATCH",
      body: "{}",
      headers: {
        cookie: "c=3",
        authorization: "Bearer x",
        "x-front": "a guess",
        "x-forwarded-for": "9.9.9.9",
      },
    });
    expect([response.status, await response.text()]).toEqual([200, "from the api"]);
    expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/v1", "b=2"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(seen).toMatchObject([
      {
        method: "PATCH",
        url: "/v1/things%2F1?a=1&a=2",
        body: "{}",
        headers: {
          cookie: "c=3",
          authorization: "Bearer x",
          "x-front": "the mark",
          "x-forwarded-for": "9.9.9.9, 127.0.0.1",
          host: expect.stringMatching(/^\w+\.execute-api\.sa-east-1\.amazonaws\.com$/),
        },
      },
    ]);
  });

  test("its errors stay its own", async () => {
    const { url } = await site();
    const response = await fetch(`${url}/v1/missing`);
    expect([response.status, await response.text()]).toEqual([404, "from the api"]);
  });
});

describe("what it cannot serve as CloudFront would", () => {
  const config = (template: ReturnType<typeof siteTemplate>) =>
    template.Resources["Site"]?.Properties["DistributionConfig"] as {
      CustomErrorResponses?: unknown;
      DefaultCacheBehavior: Record<string, unknown>;
      CacheBehaviors: Record<string, unknown>[];
    };
  test.each([
    ["custom error responses", (it) => (it.CustomErrorResponses = [{ ErrorCode: 404 }]), /error response/],
    [
      "another cache policy",
      (it) => (it.DefaultCacheBehavior["CachePolicyId"] = "mine"),
      /cache policy mine/,
    ],
    [
      "an origin that is not there",
      (it) => (it.DefaultCacheBehavior["TargetOriginId"] = "none"),
      /no origin none/,
    ],
    [
      "an API that is not told everything",
      (it) => delete it.CacheBehaviors[1]?.["OriginRequestPolicyId"],
      /origin request policy/,
    ],
  ] satisfies readonly (readonly [string, (it: ReturnType<typeof config>) => unknown, RegExp])[])(
    "%s: refused at the start",
    async (_, change, message) => {
      const template = siteTemplate();
      change(config(template));
      await expect(serveSite(template)).rejects.toThrow(message);
    },
  );
});
