import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The simulator serves the page under `/phone/`. For work on it: `SIMULATOR=http://127.0.0.1:4002 npx vite web/phone`. */
const simulator = process.env["SIMULATOR"] ?? "http://127.0.0.1:4002";

export default defineConfig({
  root: import.meta.dirname,
  base: "/phone/",
  plugins: [react()],
  server: { proxy: { "/_simulator": { target: simulator } } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
