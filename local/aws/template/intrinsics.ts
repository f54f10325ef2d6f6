import { TemplateError } from "./errors.ts";

/** What the intrinsic functions ask of their surroundings. Every lookup throws {@link TemplateError} when it has no answer. */
export interface Scope {
  /** `Ref` of a resource, parameter or pseudo parameter. */
  ref(name: string, at: string): unknown;
  /** `Fn::GetAtt` of a resource. */
  attribute(logicalId: string, name: string, at: string): string;
  /** The value of a named condition. */
  condition(name: string, at: string): boolean;
  /** `Fn::FindInMap`. */
  mapped(map: string, first: string, second: string, at: string): unknown;
}

/** What `Ref: AWS::NoValue` gives: the property that holds it is left out. */
export const NO_VALUE: unique symbol = Symbol("AWS::NoValue");

type Evaluate = (argument: unknown, scope: Scope, at: string) => unknown;

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (argument, scope, at) => scope.ref(text(argument, at), at),
  "Fn::GetAtt": getAtt,
  "Fn::Sub": substitute,
  "Fn::Join": join,
  "Fn::Select": select,
  "Fn::Split": (argument, scope, at) => {
    const [separator, whole] = resolvedList(argument, 2, scope, at);
    return text(whole, at).split(text(separator, at));
  },
  "Fn::If": (argument, scope, at) => {
    const [name, yes, no] = list(argument, 3, at);
    return resolveValue(scope.condition(text(name, at), at) ? yes : no, scope, at);
  },
  "Fn::FindInMap": (argument, scope, at) => {
    const [map, first, second] = resolvedList(argument, 3, scope, at);
    return scope.mapped(text(map, at), text(first, at), text(second, at), at);
  },
  "Fn::Base64": (argument, scope, at) =>
    Buffer.from(text(resolveValue(argument, scope, at), at)).toString("base64"),
  "Fn::Equals": condition,
  "Fn::And": condition,
  "Fn::Or": condition,
  "Fn::Not": condition,
  Condition: condition,
};

/** Resolves every intrinsic function inside `value`. `at` is the path in the template that error messages name. */
export function resolveValue(value: unknown, scope: Scope, at: string): unknown {
  if (typeof value === "string") return refuseDynamicReference(value, at);
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolveValue(item, scope, `${at}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  }
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) {
    const [name, argument] = only;
    // `Condition` is also the key of IAM statements and of resources: only a bare name is the function.
    const evaluate = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (evaluate !== undefined && (name !== "Condition" || typeof argument === "string")) {
      const result = evaluate(argument, scope, at);
      return typeof result === "string" ? refuseDynamicReference(result, at) : result;
    }
    if (name.startsWith("Fn::")) throw new TemplateError(`${at}: ${name} is not supported here`);
  }
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const result = resolveValue(item, scope, `${at}.${key}`);
    if (result !== NO_VALUE) resolved[key] = result;
  }
  return resolved;
}

/** Resolves the body of a condition: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` or `Condition`. */
export function resolveCondition(value: unknown, scope: Scope, at: string): boolean {
  const entries = value !== null && typeof value === "object" ? Object.entries(value) : [];
  const [only] = entries;
  if (entries.length !== 1 || only === undefined)
    throw new TemplateError(`${at}: not a condition: ${JSON.stringify(value)}`);
  const [name, argument] = only;
  switch (name) {
    case "Fn::Equals": {
      const [left, right] = resolvedList(argument, 2, scope, at);
      return String(left) === String(right);
    }
    case "Fn::And":
      return operands(argument, at).every((operand) => resolveCondition(operand, scope, at));
    case "Fn::Or":
      return operands(argument, at).some((operand) => resolveCondition(operand, scope, at));
    case "Fn::Not":
      return !resolveCondition(list(argument, 1, at)[0], scope, at);
    case "Condition":
      return scope.condition(text(argument, at), at);
    default:
      throw new TemplateError(`${at}: ${name} is not a condition function`);
  }
}

function condition(_argument: unknown, _scope: Scope, at: string): never {
  throw new TemplateError(`${at}: condition functions belong in the Conditions section`);
}

function getAtt(argument: unknown, scope: Scope, at: string): string {
  if (typeof argument === "string") {
    const dot = argument.indexOf(".");
    if (dot > 0) return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1), at);
  }
  const [logicalId, name] = list(argument, 2, at);
  return scope.attribute(text(logicalId, at), text(resolveValue(name, scope, at), at), at);
}

function substitute(argument: unknown, scope: Scope, at: string): string {
  const [pattern, given] = typeof argument === "string" ? [argument, {}] : list(argument, 2, at);
  if (given === null || typeof given !== "object")
    throw new TemplateError(`${at}: the second part of Fn::Sub is no map`);
  const variables = new Map(Object.entries(given));
  return text(pattern, at).replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    if (variables.has(name)) return scalar(resolveValue(variables.get(name), scope, at), at);
    const dot = name.indexOf(".");
    if (dot > 0) return scope.attribute(name.slice(0, dot), name.slice(dot + 1), at);
    if (name === "") throw new TemplateError(`${at}: empty variable in ${whole}`);
    return scalar(scope.ref(name, at), at);
  });
}

function join(argument: unknown, scope: Scope, at: string): string {
  const [separator, parts] = list(argument, 2, at);
  const resolved = resolveValue(parts, scope, at);
  if (!Array.isArray(resolved))
    throw new TemplateError(`${at}: Fn::Join needs a list, got ${JSON.stringify(resolved)}`);
  return resolved.map((part) => scalar(part, at)).join(text(separator, at));
}

function select(argument: unknown, scope: Scope, at: string): unknown {
  const [index, from] = resolvedList(argument, 2, scope, at);
  const chosen: unknown = Array.isArray(from) ? from[Number(index)] : undefined;
  if (chosen === undefined)
    throw new TemplateError(`${at}: Fn::Select finds nothing at ${String(index)} of ${JSON.stringify(from)}`);
  return chosen;
}

function operands(argument: unknown, at: string): readonly unknown[] {
  if (Array.isArray(argument) && argument.length >= 1) return argument;
  throw new TemplateError(`${at}: expected a list of conditions`);
}

function resolvedList(argument: unknown, length: number, scope: Scope, at: string): readonly unknown[] {
  return list(argument, length, at).map((item) => resolveValue(item, scope, at));
}

function list(argument: unknown, length: number, at: string): readonly unknown[] {
  if (Array.isArray(argument) && argument.length === length) return argument;
  throw new TemplateError(`${at}: expected a list of ${length}, got ${JSON.stringify(argument)}`);
}

function scalar(value: unknown, at: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TemplateError(
    `${at}: expected a string, got ${value === NO_VALUE ? "AWS::NoValue" : JSON.stringify(value)}`,
  );
}

function text(value: unknown, at: string): string {
  if (typeof value === "string") return value;
  throw new TemplateError(
    `${at}: expected a string, got ${value === NO_VALUE ? "AWS::NoValue" : JSON.stringify(value)}`,
  );
}

function refuseDynamicReference(value: string, at: string): string {
  if (value.includes("{{resolve:"))
    throw new TemplateError(`${at}: dynamic references cannot be resolved locally: ${value}`);
  return value;
}
