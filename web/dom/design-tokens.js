// Reads the design tokens of the styles: colors, fonts and the interface's scale.

/**
 * Return the value of a CSS custom property of the page.
 *
 * @param {string} name with its hyphens: `--ink`
 */
export const readToken = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Return how much larger than usual the interface is. */
export const readScale = () => Number.parseFloat(readToken("--scale")) || 1;

/**
 * Call a function whenever the page turns light or dark, or its contrast changes.
 *
 * @param {() => void} run
 */
export function watchColorScheme(run) {
  for (const query of ["(prefers-contrast: more)", "(forced-colors: active)"])
    window.matchMedia(query).addEventListener("change", run);
  new MutationObserver(run).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
}
