import type * as fauxqs from "fauxqs";

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
    readonly headers: Readonly<Record<string, unknown>>;
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

/** Loads fauxqs and the objects kept in `dataDir`; without one it keeps them in memory. */
export async function openFauxqs(dataDir: string | undefined): Promise<Fauxqs> {
  const { buildApp } = await import("fauxqs");
  const entry = import.meta.resolve("fauxqs");
  const internal = async (
    path: string,
  ): Promise<Record<string, new (...args: readonly unknown[]) => unknown>> =>
    (await import(new URL(path, entry).href)) as Record<string, new (...args: readonly unknown[]) => unknown>;
  const [sqs, sns, s3] = await Promise.all(
    ["./sqs/sqsStore.js", "./sns/snsStore.js", "./s3/s3Store.js"].map(internal),
  );
  const make = (module: typeof s3, name: string): unknown => {
    const constructor = module?.[name];
    if (constructor === undefined)
      throw new Error(`fauxqs has no ${name}: is it the version in package.json?`);
    return new constructor();
  };
  const store = make(s3, "S3Store") as ObjectStore;
  let persistence: Persistence | undefined;
  if (dataDir !== undefined) {
    const { PersistenceManager } = await internal("./persistence.js");
    if (PersistenceManager === undefined)
      throw new Error("fauxqs has no PersistenceManager: is it the version in package.json?");
    persistence = new PersistenceManager(dataDir) as Persistence;
    persistence.loadS3(store);
    store.persistence = persistence;
  }
  const stores = {
    sqsStore: make(sqs, "SqsStore"),
    snsStore: make(sns, "SnsStore"),
    s3Store: store,
  } as unknown as Stores;
  const app = buildApp({ logger: false, stores });
  return {
    store,
    inject: async ({ headers, ...request }) => {
      return app.inject({ ...request, headers: { ...headers }, method: request.method as "GET" });
    },
    async close() {
      await app.close();
      persistence?.close();
    },
  };
}
