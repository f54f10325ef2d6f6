import type { Place, ResolvedStack, Resource } from "../types.ts";
import { parseTemplate, readAssembly, type ResourceDeclaration, type Template } from "./assembly.ts";
import type { LocalEndpoints } from "./endpoints.ts";
import { TemplateError } from "./errors.ts";
import { NO_VALUE, resolveCondition, resolveValue, type Scope } from "./intrinsics.ts";
import { stableId } from "./names.ts";
import { refuseCycles } from "./references.ts";
import { RESOURCE_TYPES, type Identity } from "./resource-types.ts";

/** What to resolve, and where the result shall live. */
export interface ResolveInput {
  /** A synthesized cloud assembly (`cdk.out`), or the template itself. */
  readonly source: { readonly assemblyDir: string } | { readonly template: unknown };
  /** Chooses the stack of an assembly with several; names the stack when a bare template is given. */
  readonly stackName?: string;
  readonly place: Place;
  /** Values of template parameters; those left out take their default. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly localEndpoints: LocalEndpoints;
}

/**
 * Turns a CloudFormation template into resources with every intrinsic function replaced by its value.
 * The same input always gives the same physical ids. Anything it does not know for certain (a resource type, an
 * attribute, a function, a parameter without value, a circle of references) is a {@link TemplateError}.
 */
export function resolveTemplate(input: ResolveInput): ResolvedStack {
  const { stackName, template } = load(input);
  refuseCycles(template.Resources);
  const resolution = new Resolution(stackName, template, input);
  const resources = Object.entries(template.Resources)
    .filter(([logicalId, declaration]) => resolution.exists(declaration, `Resources.${logicalId}`))
    .map(([logicalId, declaration]) => resolution.resource(logicalId, declaration));
  return { name: stackName, place: input.place, resources, outputs: resolution.outputs() };
}

function load({ source, stackName }: ResolveInput): { stackName: string; template: Template } {
  if ("assemblyDir" in source) return readAssembly(source.assemblyDir, stackName);
  if (stackName === undefined) throw new TemplateError("a bare template needs a stackName");
  return { stackName, template: parseTemplate(source.template) };
}

class Resolution implements Scope {
  readonly #stackName: string;
  readonly #template: Template;
  readonly #input: ResolveInput;
  readonly #identities = new Map<string, Identity>();
  readonly #conditions = new Map<string, boolean | "in progress">();
  readonly #pseudo: Readonly<Record<string, unknown>>;

  constructor(stackName: string, template: Template, input: ResolveInput) {
    this.#stackName = stackName;
    this.#template = template;
    this.#input = input;
    const { region, account } = input.place;
    this.#pseudo = {
      "AWS::AccountId": account,
      "AWS::Region": region,
      "AWS::Partition": "aws",
      "AWS::URLSuffix": "amazonaws.com",
      "AWS::StackName": stackName,
      "AWS::StackId": `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/${stableId(stackName, 32)}`,
      "AWS::NotificationARNs": [],
      "AWS::NoValue": NO_VALUE,
    };
  }

  ref(name: string, at: string): unknown {
    if (name.startsWith("AWS::")) {
      if (!Object.hasOwn(this.#pseudo, name))
        throw new TemplateError(`${at}: unknown pseudo parameter ${name}`);
      return this.#pseudo[name];
    }
    if (this.#template.Parameters?.[name] !== undefined) return this.#parameter(name, at);
    return this.#identity(name, at).physicalId;
  }

  attribute(logicalId: string, name: string, at: string): string {
    const identity = this.#identity(logicalId, at);
    const value = identity.attributes[name];
    if (value === undefined) {
      const type = this.#template.Resources[logicalId]?.Type ?? "";
      throw new TemplateError(`${at}: attribute ${name} of ${logicalId} (${type}) is not known`);
    }
    return value;
  }

  condition(name: string, at: string): boolean {
    const known = this.#conditions.get(name);
    if (typeof known === "boolean") return known;
    if (known === "in progress")
      throw new TemplateError(`circular dependency: condition ${name} depends on itself`);
    const body = this.#template.Conditions?.[name];
    if (body === undefined) throw new TemplateError(`${at}: there is no condition ${name}`);
    this.#conditions.set(name, "in progress");
    const value = resolveCondition(body, this, `Conditions.${name}`);
    this.#conditions.set(name, value);
    return value;
  }

  mapped(map: string, first: string, second: string, at: string): unknown {
    const value = this.#template.Mappings?.[map]?.[first]?.[second];
    if (value === undefined)
      throw new TemplateError(`${at}: mapping ${map} holds nothing at ${first}, ${second}`);
    return value;
  }

  exists(declaration: { readonly Condition?: string | undefined }, at: string): boolean {
    return declaration.Condition === undefined || this.condition(declaration.Condition, at);
  }

  resource(logicalId: string, declaration: ResourceDeclaration): Resource {
    return {
      logicalId,
      type: declaration.Type,
      ...this.#identity(logicalId, `Resources.${logicalId}`),
      properties: resolveMap(declaration.Properties, this, `Resources.${logicalId}.Properties`),
      metadata: declaration.Metadata ?? {},
    };
  }

  outputs(): Record<string, string> {
    const resolved: Record<string, string> = {};
    for (const [name, output] of Object.entries(this.#template.Outputs ?? {})) {
      const at = `Outputs.${name}.Value`;
      if (this.exists(output, at)) resolved[name] = String(resolveValue(output.Value, this, at));
    }
    return resolved;
  }

  #parameter(name: string, at: string): unknown {
    const given = this.#input.parameters?.[name];
    if (given !== undefined) return given;
    const declaration = this.#template.Parameters?.[name];
    // The value of an SSM parameter lives in an account; its default is only the path it is found at.
    if (declaration?.Type.startsWith("AWS::SSM::") === true || declaration?.Default === undefined) {
      throw new TemplateError(`${at}: parameter ${name} needs a value`);
    }
    const isList = declaration.Type === "CommaDelimitedList" || declaration.Type.startsWith("List<");
    return isList ? String(declaration.Default).split(",") : declaration.Default;
  }

  #identity(logicalId: string, at: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known !== undefined) return known;
    const declaration = this.#template.Resources[logicalId];
    if (declaration === undefined)
      throw new TemplateError(`${at}: there is no resource or parameter ${logicalId}`);
    if (!this.exists(declaration, at)) {
      throw new TemplateError(`${at}: ${logicalId} is left out by its condition ${declaration.Condition}`);
    }
    const identify = RESOURCE_TYPES[declaration.Type];
    if (identify === undefined) {
      throw new TemplateError(
        `Resources.${logicalId}: resource type ${declaration.Type} is not supported locally`,
      );
    }
    const property = (name: string): string | undefined => {
      const value = declaration.Properties?.[name];
      if (value === undefined) return undefined;
      const resolved = resolveValue(value, this, `Resources.${logicalId}.Properties.${name}`);
      return resolved === NO_VALUE ? undefined : String(resolved);
    };
    const required = (name: string): string => {
      const value = property(name);
      if (value === undefined) throw new TemplateError(`Resources.${logicalId}: property ${name} is missing`);
      return value;
    };
    const { stackName, place, localEndpoints: endpoints } = { ...this.#input, stackName: this.#stackName };
    const identity = identify({ logicalId, stackName, place, endpoints, property, required });
    this.#identities.set(logicalId, identity);
    return identity;
  }
}

function resolveMap(
  map: Readonly<Record<string, unknown>> = {},
  scope: Scope,
  at: string,
): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(map)) {
    const result = resolveValue(value, scope, `${at}.${key}`);
    if (result !== NO_VALUE) resolved[key] = result;
  }
  return resolved;
}
