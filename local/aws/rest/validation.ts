import { Ajv, type ValidateFunction } from "ajv";
import type { Method } from "./definition.ts";
import type { Refusal } from "./gateway-responses.ts";
import type { RestRequest } from "./request.ts";

/** Checks requests as a method's request validator does. */
export type RequestCheck = (method: Method, request: RestRequest) => Refusal | undefined;

/** Compiles body schemas on first use; `schemas` are the body's `components.schemas`. */
export function createRequestCheck(schemas: Readonly<Record<string, unknown>>): RequestCheck {
  const ajv = new Ajv({ strict: false, allErrors: false });
  const compiled = new WeakMap<Method, ValidateFunction>();
  return (method, request) => {
    const missing = method.requiredParameters
      .filter((parameter) => !isPresent(parameter, request))
      .map(({ name }) => name);
    if (missing.length > 0) {
      return {
        type: "BAD_REQUEST_PARAMETERS",
        message: `Missing required request parameters: [${missing.join(", ")}]`,
      };
    }
    if (method.bodySchema === undefined) return undefined;
    const type = request.headers["content-type"] ?? "application/json";
    if (!/^application\/json\b/i.test(type)) return undefined;
    if (request.body.length === 0)
      return method.bodySchema.required ? { type: "BAD_REQUEST_BODY" } : undefined;
    let validate = compiled.get(method);
    if (validate === undefined) {
      validate = ajv.compile({ allOf: [method.bodySchema.schema], components: { schemas } });
      compiled.set(method, validate);
    }
    try {
      return validate(JSON.parse(request.body.toString("utf8"))) ? undefined : { type: "BAD_REQUEST_BODY" };
    } catch (error) {
      if (error instanceof SyntaxError) return { type: "BAD_REQUEST_BODY" };
      throw error;
    }
  };
}

function isPresent(parameter: Method["requiredParameters"][number], request: RestRequest): boolean {
  switch (parameter.in) {
    case "query":
      return request.query.has(parameter.name);
    case "header":
      return request.headers[parameter.name.toLowerCase()] !== undefined;
    // A path that matched has its variables; the service does not check cookies.
    case "path":
    case "cookie":
      return true;
  }
}
