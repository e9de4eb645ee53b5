// CSS variables of the icons: `var(--icon-NAME)` is a mask.

import iconPaths from "../graph/icon-paths.json" with { type: "json" };

/** @type {Record<string, string>} */
const ICON_PATHS = iconPaths;

const drawIcon = (path) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="black" ` +
  `stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;

export function installIcons() {
  for (const [name, path] of Object.entries(ICON_PATHS)) {
    const url = `url("data:image/svg+xml,${encodeURIComponent(drawIcon(path))}")`;
    document.documentElement.style.setProperty(`--icon-${name}`, url);
  }
}
