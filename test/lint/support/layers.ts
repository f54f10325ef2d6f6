/** A layer of the repository: where it lives, what it may import from the others, and which packages. */
export interface Layer {
  readonly root: string;
  /** Names of the layers it may import besides itself. */
  readonly imports: readonly string[];
  /** Packages it may import by name; a name that ends in `*` stands for all that begin so. Absent: any. */
  readonly packages?: readonly string[];
}

const shared = ["contracts", "domain", "ports", "actions", "store", "adapters"] as const;

/** The layout as the design has it, said apart from the linter's configuration so that one checks the other. */
export const layers = {
  contracts: { root: "shared/contracts", imports: [], packages: ["zod"] },
  domain: { root: "shared/domain", imports: ["contracts"], packages: [] },
  ports: { root: "shared/ports", imports: ["contracts", "domain"], packages: [] },
  actions: { root: "shared/actions", imports: ["contracts", "domain", "ports"], packages: ["zod"] },
  store: {
    root: "shared/store",
    imports: ["contracts", "domain", "ports"],
    packages: ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "node:*"],
  },
  adapters: {
    root: "shared/adapters",
    imports: ["contracts", "domain", "ports"],
    packages: ["@aws-sdk/*", "@aws-lambda-powertools/*", "ipaddr.js", "jose", "node:*", "ulid", "zod"],
  },
  functions: {
    root: "functions",
    imports: ["contracts", "ports", "actions", "store", "adapters"],
    packages: ["@middy/core", "@aws-lambda-powertools/*", "@aws-sdk/*", "aws-lambda", "node:*", "zod"],
  },
  infra: {
    root: "infra",
    imports: ["contracts"],
    packages: ["aws-cdk-lib*", "cdk-nag", "constructs", "esbuild", "node:*", "zod"],
  },
  web: { root: "web", imports: ["contracts", "domain"] },
  "desk lib": { root: "web/desk/lib", imports: ["contracts", "domain"] },
  "desk features": { root: "web/desk/features", imports: ["contracts", "domain", "desk lib"] },
  "desk app": { root: "web/desk/app", imports: ["contracts", "domain", "desk lib", "desk features"] },
  local: { root: "local", imports: [...shared] },
  "local AWS": { root: "local/aws", imports: ["local"] },
} as const satisfies Readonly<Record<string, Layer>>;

/** Whether a list of packages allows a module that is not a file of the repository. */
export const allows = (packages: readonly string[], module: string): boolean =>
  packages.some((name) =>
    name.endsWith("*")
      ? module.startsWith(name.slice(0, -1))
      : module === name || module.startsWith(`${name}/`),
  );
