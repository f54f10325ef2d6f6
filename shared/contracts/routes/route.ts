import { ErrorCode } from "../errors.ts";
import type { FunctionName } from "../functions.ts";
import type { Role } from "../values.ts";
import type { RuleName } from "./rules.ts";
import type { Scope } from "../api-keys.ts";
import { TicketId } from "../ids.ts";
import * as z from "zod";

/**
 * Who may call a route. `staff`: a signed-in person with one of the roles; what of the resource they may see is then
 * decided per resource (domain/authorisation.ts). A program may call it too with an API key that has the route's `scope`, as
 * the role that the key acts with; without a scope keys are refused. `meta`: the body must carry Meta's signature (the GET handshake its
 * verify token). `anyone`: no identity is asked for. `cookie`: the refresh cookie is the identity.
 */
export type Access =
  | { readonly kind: "staff"; readonly roles: readonly [Role, ...Role[]]; readonly scope?: Scope }
  | { readonly kind: "meta" }
  | { readonly kind: "anyone" }
  | { readonly kind: "cookie" };

/**
 * One route of the API, as a literal: the REST API's definition, the dispatch in the functions, the authorisation tests,
 * the typed client and docs/openapi.json are all made from it.
 */
export interface Route {
  /** Unique; what the handler is registered under and OpenAPI's operationId. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path below `/v1`, with `{parameters}`. */
  readonly path: string;
  readonly summary: string;
  /** Which function serves it. */
  readonly function: FunctionName;
  readonly access: Access;
  /** What decides beyond the role: see rules.ts. */
  readonly rule: RuleName;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Absent: the body is not parsed by the table (hooks read raw bytes). */
  readonly body?: z.ZodType;
  /** Whether the route honours an `Idempotency-Key` header. */
  readonly idempotent?: boolean;
  readonly status: 200 | 201 | 202 | 204;
  readonly response: z.ZodType;
  readonly errors: readonly ErrorCode[];
}

/** Gives a route literal its type without losing its schemas. */
export const route = <const R extends Route>(definition: R): R => definition;

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), cursor: z.string().nullable() });

/** Query parameters of every list. */
export const paging = {
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

/** Nothing. */
export const Empty = z.strictObject({});

/** What every staff route may answer besides its own errors. */
export const staffErrors = ["UNAUTHENTICATED", "FORBIDDEN", "OUTSIDE_ACCESS_HOURS"] as const;

export const everyone = ["admin", "supervisor", "agent", "viewer"] as const;

/** Query of a plain list. */
export const page = z.strictObject(paging);

/** A change may say which version it was decided on; a stale one answers VERSION_CONFLICT with the current record. */
export const expected = { expectedVersion: z.int().min(1).optional() };

/** What any configuration route may answer, and what a list may. */
export const configErrors = ["BAD_REQUEST", ...staffErrors] as const;
export const listErrors = [...configErrors, "CURSOR_INVALID"] as const;
/** What a route that creates may answer. */
export const createErrors = [...configErrors, "NOT_FOUND", "IDEMPOTENCY_MISMATCH", "BUSY"] as const;
/** What a route that changes a record may answer. */
export const changeErrors = [...configErrors, "NOT_FOUND", "VERSION_CONFLICT", "BUSY"] as const;

/** What happened to each live ticket of something that was removed: all or nothing for each ticket. */
export const RemovalReport = z.strictObject({
  tickets: z.array(
    z.strictObject({
      ticketId: TicketId,
      result: z.enum(["moved", "closed", "failed"]),
      code: ErrorCode.nullable(),
    }),
  ),
  /** Whether the thing itself is gone. If not, the desk goes on by itself; asking again goes on at once. */
  removed: z.boolean(),
});
