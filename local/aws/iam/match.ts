const compiled = new Map<string, RegExp>();

/**
 * Whether `text` matches an IAM pattern: `*` stands for any run of characters, `?` for exactly one.
 * Case matters unless `ignoreCase`.
 */
export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === "*") return true;
  const key = `${ignoreCase ? "i" : "s"}${pattern}`;
  let expression = compiled.get(key);
  if (expression === undefined) {
    const source = pattern
      .replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&")
      .replaceAll(/\*+/g, ".*")
      .replaceAll("?", ".");
    expression = new RegExp(`^${source}$`, ignoreCase ? "isu" : "su");
    // Patterns come from the template, so this stays small; resource policies with variables are the exception.
    if (compiled.size > 10_000) compiled.clear();
    compiled.set(key, expression);
  }
  return expression.test(text);
}

/** ARNs match segment by segment: a wildcard in one of the first five segments does not reach over a colon. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const patternParts = splitArn(pattern);
  const arnParts = splitArn(arn);
  return (
    patternParts.length === arnParts.length &&
    patternParts.every((part, index) => matchesPattern(part, arnParts[index] ?? ""))
  );
}

function splitArn(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}
