// Gives the page its icons as CSS masks: `var(--icon-NAME)`.

import { ICON_PATHS } from "../graph/icon-paths.js";

/** @param {string} path */
const drawIcon = (path) =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="black" stroke-width="1.8"' +
  ` stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;

export function defineIcons() {
  for (const [name, path] of Object.entries(ICON_PATHS)) {
    const url = `url("data:image/svg+xml,${encodeURIComponent(drawIcon(path))}")`;
    document.documentElement.style.setProperty(`--icon-${name}`, url);
  }
}
