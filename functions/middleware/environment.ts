import type { Environment, FunctionName } from "../../shared/contracts/functions.ts";
import { environments } from "../../shared/contracts/functions.ts";

/** The function was deployed with an environment it cannot work with. Names variables, never their values. */
export class EnvironmentInvalid extends Error {
  constructor(name: FunctionName, issues: readonly string[]) {
    super(`environment of ${name}: ${issues.join("; ")}`);
    this.name = "EnvironmentInvalid";
  }
}

/**
 * The environment of a function, parsed with its schema. Entry files call it while they are loaded, so a function with a
 * wrong environment does not start and the deployment shows it, rather than its first caller. Throws EnvironmentInvalid.
 */
export function environmentOf<Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Environment<Name> {
  const parsed = environments[name].safeParse(variables);
  if (parsed.success) return parsed.data as Environment<Name>;
  throw new EnvironmentInvalid(
    name,
    parsed.error.issues.map((issue) => {
      const variable = issue.path.map(String).join(".");
      return variables[variable] === undefined ? `${variable} is missing` : `${variable}: ${issue.message}`;
    }),
  );
}
