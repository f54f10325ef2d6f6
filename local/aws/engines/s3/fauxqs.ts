import type * as fauxqs from "fauxqs";
import * as z from "zod";

/**
 * The parts of fauxqs we use without its server, which would listen on every interface of the machine without asking
 * who calls. They are no public API of it, hence the exact version in package.json; the contract suite is the check.
 */
export interface Fauxqs {
  /** Puts one HTTP request through the S3 routes, in process. */
  inject(request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload: Buffer;
  }): Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>;
    readonly rawPayload: Buffer;
  }>;
  readonly store: ObjectStore;
  close(): Promise<void>;
}

/** The store behind the routes. */
export interface ObjectStore {
  persistence?: unknown;
  createBucket(name: string): void;
  hasBucket(name: string): boolean;
  putObject(
    bucket: string,
    key: string,
    body: Buffer,
    contentType: string,
    metadata: Readonly<Record<string, string>>,
  ): { readonly etag: string };
}

interface Persistence {
  loadS3(store: ObjectStore): void;
  close(): void;
}

type Stores = NonNullable<NonNullable<Parameters<typeof fauxqs.buildApp>[0]>["stores"]>;

/** Checks that an object of fauxqs has the methods we call, so that another version is refused at start. */
function withMethods<T>(...methods: readonly (keyof T & string)[]): z.ZodType<T> {
  return z.custom<T>(
    (value) => methods.every((name) => typeof Object(value)[name] === "function"),
    `this version of fauxqs lacks one of ${methods.join(", ")}`,
  );
}

const SqsStore = withMethods<Stores["sqsStore"]>("createQueue", "shutdown");
const SnsStore = withMethods<Stores["snsStore"]>("createTopic");
const S3Store = withMethods<Stores["s3Store"]>("createBucket", "hasBucket", "putObject");
const OurStore = withMethods<ObjectStore>("createBucket", "hasBucket", "putObject");
const Persistence = withMethods<Persistence>("loadS3", "close");
const Module = z.record(z.string(), z.unknown());
const Class = z.custom<new (...args: readonly unknown[]) => unknown>((value) => typeof value === "function");
const Method = z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"]);

/** Loads fauxqs and the objects kept in `dataDir`; without one it keeps them in memory. */
export async function openFauxqs(dataDir: string | undefined): Promise<Fauxqs> {
  const { buildApp } = await import("fauxqs");
  const entry = import.meta.resolve("fauxqs");
  const make = async (path: string, name: string, ...args: readonly unknown[]): Promise<unknown> => {
    const constructor = Class.parse(Module.parse({ ...(await import(new URL(path, entry).href)) })[name]);
    return new constructor(...args);
  };
  const s3Store = await make("./s3/s3Store.js", "S3Store");
  const store = OurStore.parse(s3Store);
  let persistence: Persistence | undefined;
  if (dataDir !== undefined) {
    persistence = Persistence.parse(await make("./persistence.js", "PersistenceManager", dataDir));
    persistence.loadS3(store);
    store.persistence = persistence;
  }
  const stores = {
    sqsStore: SqsStore.parse(await make("./sqs/sqsStore.js", "SqsStore")),
    snsStore: SnsStore.parse(await make("./sns/snsStore.js", "SnsStore")),
    s3Store: S3Store.parse(s3Store),
  };
  const app = buildApp({ logger: false, stores });
  return {
    store,
    inject: async ({ method, url, headers, payload }) =>
      app.inject({ method: Method.parse(method), url, headers: { ...headers }, payload }),
    async close() {
      await app.close();
      persistence?.close();
    },
  };
}
