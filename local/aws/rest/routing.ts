import type { Method } from "./definition.ts";

/** A resource that a path led to. */
export interface Match {
  readonly resource: string;
  readonly methods: ReadonlyMap<string, Method>;
  /** Values of the path's variables, percent-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Node {
  readonly literals: Map<string, Node>;
  variable?: { readonly name: string; readonly node: Node };
  greedy?: { readonly name: string; readonly leaf: Leaf };
  leaf?: Leaf;
}

interface Leaf {
  readonly resource: string;
  readonly methods: Map<string, Method>;
}

/** Finds resources by path as API Gateway does: a literal segment before a variable, a variable before `{name+}`. */
export interface Router {
  /** `path` is percent-encoded and without the stage. */
  match(path: string): Match | undefined;
}

/** Builds the tree of resources. Two different variable names at one place are refused, as by the service. */
export function createRouter(methods: readonly Method[]): Router {
  const root: Node = { literals: new Map() };
  for (const method of methods) leafOf(root, method.resource).methods.set(method.httpMethod, method);
  return {
    match: (path) => {
      const segments = path.replace(/\/$/, "").split("/").slice(1);
      const found = walk(root, segments, 0);
      return found === undefined
        ? undefined
        : {
            resource: found.leaf.resource,
            methods: found.leaf.methods,
            pathParameters: Object.fromEntries(found.parameters),
          };
    },
  };
}

function leafOf(root: Node, resource: string): Leaf {
  let node = root;
  const segments = resource === "/" ? [] : resource.split("/").slice(1);
  for (const [index, segment] of segments.entries()) {
    const [, name, plus] = /^\{([^}+]+)(\+)?\}$/.exec(segment) ?? [];
    if (plus !== undefined && name !== undefined) {
      if (index !== segments.length - 1) throw new Error(`${resource}: ${segment} must be the last segment`);
      node.greedy ??= { name, leaf: { resource, methods: new Map() } };
      if (node.greedy.leaf.resource !== resource) throw siblings(resource, node.greedy.leaf.resource);
      return node.greedy.leaf;
    }
    if (name !== undefined) {
      node.variable ??= { name, node: { literals: new Map() } };
      if (node.variable.name !== name) throw siblings(resource, `{${node.variable.name}}`);
      node = node.variable.node;
      continue;
    }
    let next = node.literals.get(segment);
    if (next === undefined) {
      next = { literals: new Map() };
      node.literals.set(segment, next);
    }
    node = next;
  }
  node.leaf ??= { resource, methods: new Map() };
  return node.leaf;
}

const siblings = (one: string, other: string): Error =>
  new Error(`${one}: a sibling names its variable otherwise (${other})`);

type Found = { readonly leaf: Leaf; readonly parameters: readonly (readonly [string, string])[] };

function walk(node: Node, segments: readonly string[], at: number): Found | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.leaf === undefined ? undefined : { leaf: node.leaf, parameters: [] };
  const literal = node.literals.get(decode(segment));
  const exact = literal === undefined ? undefined : walk(literal, segments, at + 1);
  if (exact !== undefined) return exact;
  if (node.variable !== undefined && segment !== "") {
    const below = walk(node.variable.node, segments, at + 1);
    if (below !== undefined) {
      return { leaf: below.leaf, parameters: [[node.variable.name, decode(segment)], ...below.parameters] };
    }
  }
  if (node.greedy === undefined) return undefined;
  const rest = segments.slice(at).map(decode).join("/");
  return { leaf: node.greedy.leaf, parameters: [[node.greedy.name, rest]] };
}

/** A segment that is no valid percent-encoding stays as it is. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
