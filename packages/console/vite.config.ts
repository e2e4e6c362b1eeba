import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

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
    rollupOptions: { input: { platform: `${import.meta.dirname}/platform/index.html`, hub: `${import.meta.dirname}/hub/index.html` } },
  },
});
