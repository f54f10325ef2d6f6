/** What the build makes of the route table and the table of errors (build/contracts.ts), so that no page ships their schemas. */
declare module "virtual:contracts/routes" {
  /** Method, path below `/v1` and success status of each route. */
  export const routes: import("./lib/api/client.ts").RouteMap;
}

declare module "virtual:contracts/errors" {
  /** What each error says, one chunk a language. */
  export const errorTexts: import("./lib/i18n/error-texts.ts").ErrorTexts;
}

declare module "virtual:theme.css";
