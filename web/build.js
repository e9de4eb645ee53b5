// Builds the bundles that the server sends: node build.js [folder]. Equal sources give equal bundles.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const TARGET = ["chrome130", "firefox132", "safari18"]; // two years old

await build({
  absWorkingDir: HERE,
  entryPoints: [
    { in: "explorer.js", out: "explorer.bundle" },
    { in: "saved-page.js", out: "saved-page.bundle" },
    { in: "theme.js", out: "theme.bundle" },
    { in: "styles/explorer.css", out: "explorer.bundle" },
    { in: "styles/saved-page.css", out: "saved-page.bundle" },
  ],
  outdir: process.argv[2] ?? "../assets",
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  target: TARGET,
  external: ["fonts/*"],
  legalComments: "none",
  logLevel: "warning",
});
