// Reads the design tokens of the styles: colors, fonts and the interface's scale.

/**
 * Return the value of a CSS custom property of the page.
 *
 * @param {string} name with its hyphens: `--ink`
 */
export const readToken = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * Create a reader that remembers what it read: after a change of the page, each reading computes its styles anew.
 */
export function createTokenReader() {
  /** @type {Map<string, string>} */
  const known = new Map();
  return {
    /** @param {string} name */
    read(name) {
      const value = known.get(name) ?? readToken(name);
      known.set(name, value);
      return value;
    },

    clear: () => known.clear(),
  };
}

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
  new MutationObserver(run).observe(document.documentElement, { attributeFilter: ["data-color-scheme"] });
}
