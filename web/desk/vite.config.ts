import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { budget } from "./build/budget.ts";
import { chunkGroups } from "./build/chunks.ts";
import { contracts } from "./build/contracts.ts";
import { themeStyles } from "./build/theme-css.ts";

/** Where `npm start` answers, for work on the pages themselves: `DESK_API=http://127.0.0.1:4000 npx vite web/desk`. */
const api = process.env["DESK_API"] ?? "http://127.0.0.1:4000";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react(), contracts(), themeStyles(), budget()],
  server: { proxy: { "/v1": { target: api } } },
  preview: { proxy: { "/v1": { target: api } } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // Nothing inline: the CSP has no exceptions.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: chunkGroups } } },
    chunkSizeWarningLimit: 700,
  },
});
