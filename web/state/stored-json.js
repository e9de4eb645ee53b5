// Keeps JSON in the browser's storage, and goes without where that is full or forbidden.

/**
 * @param {() => Storage} getStorage asking for it can fail, too
 * @param {string} key
 * @param {any} fallback returned where nothing is stored
 */
export function readStoredJson(getStorage, key, fallback) {
  try {
    return JSON.parse(getStorage().getItem(key) ?? "null") || fallback;
  } catch {
    return fallback;
  }
}

/**
 * @param {() => Storage} getStorage
 * @param {string} key
 * @param {unknown} value removed if it is null
 */
export function writeStoredJson(getStorage, key, value) {
  try {
    if (value === null) getStorage().removeItem(key);
    else getStorage().setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the page works without.
  }
}
