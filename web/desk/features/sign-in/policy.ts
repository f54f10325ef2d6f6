import { Password } from "../../../../shared/contracts/organisation.ts";

/** The parts of the password policy, as they are told apart on the page. */
export const policyRules = ["min", "upper", "lower", "digit", "max"] as const;
export type PolicyRule = (typeof policyRules)[number];

/** Which rule an issue of the contract's own schema is about. */
const patterns: Readonly<Record<string, PolicyRule>> = {
  "/[A-Z]/": "upper",
  "/[a-z]/": "lower",
  "/\\d/": "digit",
};

/**
 * The rules that a password does not meet, by the contract's own schema. Throws where the schema has a rule that this page has no
 * words for: a test makes sure there is none.
 */
export function unmetRules(password: string): ReadonlySet<PolicyRule> {
  const parsed = Password.safeParse(password);
  if (parsed.success) return new Set();
  return new Set(
    parsed.error.issues.map((issue): PolicyRule => {
      if (issue.code === "too_small") return "min";
      if (issue.code === "too_big") return "max";
      const rule = "pattern" in issue ? patterns[issue.pattern] : undefined;
      if (rule === undefined) throw new Error(`no words for the password rule “${issue.message}”`);
      return rule;
    }),
  );
}
