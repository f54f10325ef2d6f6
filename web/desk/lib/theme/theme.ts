import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The desk's own colour: a quiet teal that keeps 4.5:1 against white from shade 7 on. */
const balcao: MantineColorsTuple = [
  "#e9f7f5",
  "#d3ebe8",
  "#a5d7d1",
  "#73c2b9",
  "#4bb0a5",
  "#31a599",
  "#1f9f92",
  "#0b7a75",
  "#0a6b66",
  "#035c57",
];

/** A warmer grey than Mantine's, so that long days in front of it are restful. */
const gray: MantineColorsTuple = [
  "#f8f8f7",
  "#f1f1ef",
  "#e6e6e3",
  "#d8d8d4",
  "#bdbdb8",
  "#8f8f89",
  "#6b6b66",
  "#4d4d49",
  "#343431",
  "#21211f",
];

const dark: MantineColorsTuple = [
  "#d5d8dc",
  "#b4b9c0",
  "#979da6",
  "#6f7680",
  "#454b54",
  "#343941",
  "#292e35",
  "#1e2228",
  "#181b20",
  "#121418",
];

/**
 * What the desk looks like. The build makes a style sheet of it (build/theme-css.ts). Body scroll is never locked: the
 * page itself does not scroll, and the lock would write a `<style>` that the CSP refuses.
 */
export const theme = createTheme({
  primaryColor: "balcao",
  primaryShade: { light: 7, dark: 7 },
  colors: { balcao, gray, dark },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  components: {
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    // A list of options holds options only, also where it says that there is none.
    ComboboxEmpty: { defaultProps: { role: "option", "aria-disabled": true, "aria-selected": false } },
    Drawer: { defaultProps: { lockScroll: false } },
    Spotlight: { defaultProps: { lockScroll: false } },
  },
});
