// Redaction mode: the server sends pseudonyms to an address that asks for them.
// To begin and to end it loads another page, so that nothing of the one is left in the other. A tab stays
// in it, wherever Back, a bookmark or a link leads.

import { isShared, withSharing } from "./url.js";

const KEY = "lineage-share";

const isAlwaysRedacted = () => document.documentElement.dataset.share === "always";

/** Whether names are hidden on this page. */
export const isRedacted = () => isAlwaysRedacted() || isShared(window.location.search);

function isRemembered() {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** @param {boolean} on */
function remember(on) {
  try {
    if (on) sessionStorage.setItem(KEY, "1");
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is forbidden: the address says it, too.
  }
}

/** Load the page in the other mode; what is on it is hidden at once.
 * @param {boolean} on */
function switchMode(on) {
  document.documentElement.dataset.leaving = "";
  remember(on);
  window.location.replace(window.location.pathname + withSharing(window.location.search, on));
}

export function startRedactionMode() {
  const root = document.documentElement,
    redacted = isRedacted();
  if (redacted) {
    root.dataset.share ??= "on";
    remember(true);
  } else if (isRemembered()) switchMode(true);
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && "leaving" in root.dataset) window.location.reload();
  });
  document.addEventListener("click", ({ target }) => {
    if (/** @type {Element} */ (target).closest("#share")) switchMode(!redacted);
  });
  new MutationObserver((_, observer) => {
    if (!document.getElementById("lineage")) return;
    observer.disconnect(); // the page has come
    document.getElementById("share")?.setAttribute("aria-pressed", String(redacted));
  }).observe(document.body, { childList: true, subtree: true });
}
