// Build the bundles that the page and saved pages load: `node build.js [FOLDER]`, by default ../assets.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = process.argv[2] ?? "../assets";
const source = fileURLToPath(new URL(".", import.meta.url));

await build({
  absWorkingDir: source,
  entryPoints: {
    "explorer.bundle": "explorer.js",
    "saved-page.bundle": "saved-page.js",
    "theme.bundle": "theme.js",
  },
  outdir: folder,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome120", "firefox121", "safari17.2"],
  charset: "utf8",
  legalComments: "none",
});

await build({
  absWorkingDir: source,
  entryPoints: { "explorer.bundle": "styles/explorer.css", "saved-page.bundle": "styles/saved-page.css" },
  outdir: folder,
  bundle: true,
  minify: true,
  target: ["chrome120", "firefox121", "safari17.2"],
  external: ["fonts/*"],
  charset: "utf8",
});
