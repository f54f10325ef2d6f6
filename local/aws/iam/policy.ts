import * as z from "zod";

const Strings = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const ConditionValues = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()]))])
  .transform((value) => [value].flat().map(String));

const Principal = z.union([z.literal("*"), z.record(z.string(), Strings)]);

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: Strings.optional(),
  NotAction: Strings.optional(),
  Resource: Strings.optional(),
  NotResource: Strings.optional(),
  Principal: Principal.optional(),
  NotPrincipal: Principal.optional(),
  Condition: z.record(z.string(), z.record(z.string(), ConditionValues)).optional(),
});

const PolicyDocument = z.strictObject({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(Statement)),
});

/** One statement of a policy, with every one-or-many value as a list. */
export type Statement = z.infer<typeof Statement>;

/** A policy and where it stands, for messages and the grant ledger. */
export interface Policy {
  /** Logical id of the resource that holds it, or the ARN of an AWS managed policy. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** A policy that cannot be evaluated for certain: a malformed document, an unknown operator, an unknown variable. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}

/** Reads a policy document; throws {@link PolicyError} naming `name` when it is malformed. */
export function parsePolicy(name: string, document: unknown): Policy {
  const parsed = PolicyDocument.safeParse(document);
  if (!parsed.success) throw new PolicyError(`policy ${name}: ${z.prettifyError(parsed.error)}`);
  for (const statement of parsed.data.Statement) {
    if ((statement.Action === undefined) === (statement.NotAction === undefined)) {
      throw new PolicyError(`policy ${name}: a statement needs either Action or NotAction`);
    }
    if (statement.Resource !== undefined && statement.NotResource !== undefined) {
      throw new PolicyError(`policy ${name}: a statement has both Resource and NotResource`);
    }
  }
  return { name, statements: parsed.data.Statement };
}
