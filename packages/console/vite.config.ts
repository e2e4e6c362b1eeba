import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Files that many pages share, each kept by the browser on its own; the heavy parts come when they are first seen. */
const groups = [
  { name: "react", test: /node_modules[\\/](react|react-dom|react-router|scheduler|cookie|set-cookie-parser|@tanstack[\\/](react-query|query-core))[\\/]/, priority: 30 },
  { name: "mantine", test: /node_modules[\\/](@mantine|@floating-ui|react-remove-scroll|react-remove-scroll-bar|react-style-singleton|react-textarea-autosize|react-number-format|use-callback-ref|use-sidecar|get-nonce|clsx)[\\/]/, priority: 20 },
];

/** Two pages, one per server; the servers put the nonce of the content policy where `__CSP_NONCE__` stands. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  html: { cspNonce: "__CSP_NONCE__" },
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { platform: `${import.meta.dirname}/platform/index.html`, hub: `${import.meta.dirname}/hub/index.html` },
      output: { codeSplitting: { groups } },
    },
  },
});
