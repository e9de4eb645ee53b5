// Makes the page light or dark: as the reader chose it last, else as the system is. An inline script of the page
// (components/skeleton.py) does so first, before anything is seen.

const KEY = "lineage-color-scheme";
const SCHEMES = ["light", "dark"];

/**
 * Return the scheme to show.
 *
 * @param {string | null} kept
 * @param {boolean} isSystemDark
 */
export const chooseScheme = (kept, isSystemDark) =>
  kept && SCHEMES.includes(kept) ? kept : SCHEMES[Number(isSystemDark)];

/** Return what the reader chose; null if nothing, or if the browser forbids to keep it. */
function readKept() {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} scheme */
function keep(scheme) {
  try {
    window.localStorage.setItem(KEY, scheme);
  } catch {} // it holds until the page is closed
}

/** Follow the system and other tabs; return what switches between light and dark. */
export function createColorScheme() {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const page = document.documentElement;
  const update = () => {
    page.dataset.colorScheme = chooseScheme(readKept(), system.matches);
  };
  system.addEventListener("change", update);
  window.addEventListener("storage", ({ key }) => {
    if (key === KEY) update();
  });
  return function switchScheme() {
    const other = chooseScheme(page.dataset.colorScheme === "dark" ? "light" : "dark", false);
    keep(other);
    page.dataset.colorScheme = other;
  };
}
