// Builds the bundles that the server sends: node build.js [folder]. Equal sources give equal bundles.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BADGES, SQUARE_BADGES } from "./graph/card-images.js";
import { STROKES } from "./graph/graph-style.js";
import { ICON_PATHS } from "./graph/icon-paths.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const TARGET = ["chrome130", "firefox132", "safari18"]; // two years old

const OUT = resolve(HERE, process.argv[2] ?? "../assets");

const DARK = ':root[data-color-scheme="dark"] {';

/**
 * Return the colors among the tokens of a style sheet, by their names without hyphens.
 *
 * @param {string} css
 * @returns {Record<string, string>}
 */
const listColors = (css) =>
  Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));

/**
 * Return colors, icons and signs for the pictures that the server draws, so that they are those of the page.
 *
 * @param {string} tokens the text of styles/tokens.css
 */
function buildPictureStyle(tokens) {
  const [light, dark] = tokens.split(DARK);
  return {
    colors: { light: listColors(light), dark: { ...listColors(light), ...listColors(dark) } },
    icons: ICON_PATHS,
    badges: BADGES,
    square_badges: SQUARE_BADGES,
    strokes: Object.fromEntries(
      Object.entries(STROKES).map(([name, { color, style }]) => [
        name,
        {
          color: color.slice(2),
          width: style.width,
          dashes: "line-dash-pattern" in style ? style["line-dash-pattern"] : [],
          dotted: style["line-style"] === "dotted",
        },
      ]),
    ),
  };
}

await build({
  absWorkingDir: HERE,
  entryPoints: [
    { in: "explorer.js", out: "explorer.bundle" },
    { in: "saved-page.js", out: "saved-page.bundle" },
    { in: "theme.js", out: "theme.bundle" },
    { in: "styles/explorer.css", out: "explorer.bundle" },
    { in: "styles/saved-page.css", out: "saved-page.bundle" },
  ],
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  target: TARGET,
  external: ["fonts/*"],
  legalComments: "none",
  logLevel: "warning",
});

const style = buildPictureStyle(readFileSync(resolve(HERE, "styles/tokens.css"), "utf8"));
writeFileSync(resolve(OUT, "picture.bundle.json"), `${JSON.stringify(style)}\n`);
