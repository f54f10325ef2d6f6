/** What the build makes of the route table and the table of errors (build/contracts.ts), so that no page ships their schemas. */
declare module "virtual:contracts/routes" {
  import type { Route } from "../../shared/contracts/routes/route.ts";
  import type { RouteName } from "../../shared/contracts/routes/table.ts";

  /** Method, path below `/v1` and success status of each route. */
  export const routes: Readonly<Record<RouteName, readonly [Route["method"], string, number]>>;
}

declare module "virtual:contracts/errors" {
  import type { ErrorCode } from "../../shared/contracts/errors.ts";
  import type { Locale } from "../../shared/contracts/values.ts";

  /** What each error says, one chunk a language. */
  export const errorTexts: Readonly<
    Record<Locale, () => Promise<{ default: Readonly<Record<ErrorCode, string>> }>>
  >;
}

declare module "virtual:theme.css";
