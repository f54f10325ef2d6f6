import type { Plugin } from "vite";
import { errorTable } from "../../../shared/contracts/errors.ts";
import { routes } from "../../../shared/contracts/routes/table.ts";

const name = "virtual:contracts/";

/** The route table without its schemas: `{name: [method, path, status]}`. */
export const routeMap = (): Record<string, readonly [string, string, number]> =>
  Object.fromEntries(
    Object.values(routes).map((route) => [route.name, [route.method, route.path, route.status]]),
  );

/** The text of each error in one language. */
export const errorTextsIn = (locale: "pt-BR" | "en" | "es"): Record<string, string> =>
  Object.fromEntries(Object.entries(errorTable).map(([code, entry]) => [code, entry[locale]]));

const locales = ["pt-BR", "en", "es"] as const;

/** What a virtual module holds, or undefined for one that is not ours. */
function sourceOf(id: string): string | undefined {
  if (id === `${name}routes`) return `export const routes = ${JSON.stringify(routeMap())};`;
  if (id === `${name}errors`) {
    const loaders = locales.map((locale) => `"${locale}": () => import("${name}errors/${locale}")`);
    return `export const errorTexts = { ${loaders.join(", ")} };`;
  }
  const locale = locales.find((it) => id === `${name}errors/${it}`);
  return locale && `export default ${JSON.stringify(errorTextsIn(locale))};`;
}

/** Reads the contracts at build time and gives the page only what it needs of them: nothing is generated into the tree. */
export const contracts = (): Plugin => ({
  name: "balcao-contracts",
  resolveId: (id) => (id.startsWith(name) ? `\0${id}` : undefined),
  load: (id) => (id.startsWith(`\0${name}`) ? sourceOf(id.slice(1)) : undefined),
});
