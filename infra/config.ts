import type { Node } from "constructs";
import * as z from "zod";

/** Context keys of ours begin with this, so that a misspelt one is noticed among those of the CDK. */
const prefix = "balcao:";

/** `-c` on the command line gives text only; `cdk.json` gives values. */
const flag = z.union([z.boolean(), z.stringbool()]);
const list = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(",").filter((part) => part !== "")),
]);

/** Days that CloudWatch Logs offers. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

const Context = z.strictObject({
  /** Tells installations in one account apart: the stack is named `balcao-<stage>`. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,15}$/, "1 to 16 lower-case letters, digits and hyphens, a letter first")
    .default("main"),
  /** How long logs are kept. */
  logRetentionDays: z.coerce
    .number()
    .pipe(z.literal([...retentionDays]))
    .default(30),
  /** Who is told about alarms. Without it the topic has no subscription. */
  alarmEmail: z.email().optional(),
  /** Version of Meta's Graph API. */
  graphVersion: z
    .string()
    .regex(/^v\d+\.\d+$/, "like v26.0")
    .default("v26.0"),
  /** Whether data (table, user pool, media) outlives the stack and is protected from deletion. */
  retainData: flag.default(true),
  /** Below this nothing is logged. */
  logLevel: z.enum(["DEBUG", "INFO", "WARN", "ERROR"]).default("INFO"),
  /** Language of the invitation e-mail. */
  locale: z.enum(["pt-BR", "en", "es"]).default("pt-BR"),
  /** Origins of the desk's pages that upload media straight to the bucket. */
  uploadOrigins: list.pipe(z.array(z.url({ protocol: /^https?$/ }).max(200)).max(10)).default([]),
});

/** What can be chosen for an installation. */
export type Config = z.infer<typeof Context>;

/** Reads the configuration from the `balcao:` keys of the CDK context. Throws an error that names every wrong or unknown key. */
export function readConfig(node: Node): Config {
  const context: Record<string, unknown> = node.getAllContext();
  const own = Object.entries(context)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  const parsed = Context.safeParse(Object.fromEntries(own));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : issue.path.join(".");
    return `  ${prefix}${keys}: ${issue.message}`;
  });
  throw new Error(`the CDK context is not a valid configuration:\n${problems.join("\n")}`);
}
