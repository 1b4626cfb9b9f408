import { defineConfig } from "vite";

// The page stands at /graphql and its files below /graphiql, wherever a proxy puts the two: every
// address in the build is relative.
export default defineConfig({
  base: "./",
  logLevel: "warn",
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    assetsDir: "graphiql",
    // Monaco is 2.8 MB, and there is nothing to be done about it.
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: "graphiql.html",
      // GraphiQL calls its icons after the names of its functions.
      output: { keepNames: true },
      // React's "use client" says nothing to a page without a React server.
      checks: { moduleLevelDirective: false },
    },
  },
  worker: { format: "es" },
});
