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
  const { variables, light, dark } = defaultCssVariablesResolver(merged);
  // Mantine's own red is too pale for small text, and below it.
  const readable = {
    "--mantine-color-error": "var(--desk-unread)",
    "--mantine-color-red-filled": "#c92a2a",
    "--mantine-color-red-filled-hover": "#b02525",
  };
  return convertCssVariables(
    { variables, light: { ...light, ...readable }, dark: { ...dark, ...readable } },
    ":root",
  );
}

/** `import "virtual:theme.css"` is the theme of lib/theme. */
export const themeStyles = (): Plugin => ({
  name: "balcao-theme",
  resolveId: (id) => (id === name ? `\0${name}` : undefined),
  load: (id) => (id === `\0${name}` ? themeCss() : undefined),
});
