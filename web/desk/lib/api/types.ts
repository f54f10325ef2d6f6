import type * as z from "zod";
import type { RouteName, routes } from "../../../../shared/contracts/routes/table.ts";

export type { RouteName };

type Routes = typeof routes;

type Part<R, Name extends "params" | "body"> =
  R extends Readonly<Record<Name, infer Schema extends z.ZodType>>
    ? Readonly<Record<Name, z.input<Schema>>>
    : object;

type Query<R> = R extends { readonly query: infer Schema extends z.ZodType }
  ? object extends z.input<Schema>
    ? { readonly query?: z.input<Schema> }
    : { readonly query: z.input<Schema> }
  : object;

/** What a request of a route is made of; the query may be left out where all of it is optional. */
export type RequestOf<Name extends RouteName> = Part<Routes[Name], "params"> &
  Query<Routes[Name]> &
  Part<Routes[Name], "body">;

/** What a route answers. */
export type AnswerOf<Name extends RouteName> = z.output<Routes[Name]["response"]>;
