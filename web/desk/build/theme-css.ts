import {
  DEFAULT_THEME,
  convertCssVariables,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from "@mantine/core";
import type { Plugin } from "vite";
import { theme } from "../lib/theme/theme.ts";

const name = "virtual:theme.css";

/** The theme's variables as a style sheet. Mantine would write them into a `<style>` at run time, which the CSP refuses. */
export function themeCss(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  return convertCssVariables(defaultCssVariablesResolver(merged), ":root");
}

/** `import "virtual:theme.css"` is the theme of lib/theme. */
export const themeStyles = (): Plugin => ({
  name: "balcao-theme",
  resolveId: (id) => (id === name ? `\0${name}` : undefined),
  load: (id) => (id === `\0${name}` ? themeCss() : undefined),
});
