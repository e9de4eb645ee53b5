// Switches redaction on and off, and keeps a tab redacted wherever Back, a bookmark or a link leads.
//
// The server sends pseudonyms to a redacted address. A switch loads another page, so that nothing of the former one
// stays in it.

/** @import { Url } from "./url.js" */
import { findTarget, getElement, onceOnPage } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "./stored-json.js";

/** @typedef {ReturnType<typeof createRedactionMode>} RedactionMode */

const KEY = "lineage-share";
const getStorage = () => window.sessionStorage;

/** @param {Url} url */
export function createRedactionMode(url) {
  const root = document.documentElement;
  const isRedacted = root.dataset.share === "always" || url.isRedacted();

  /** @param {boolean} on */
  function reloadWith(on) {
    root.dataset.leaving = ""; // hides the page, because the other one takes a moment to come
    writeStoredJson(getStorage, KEY, on ? 1 : null);
    window.location.replace(window.location.pathname + url.withRedaction(on));
  }

  if (isRedacted) {
    root.dataset.share ??= "on";
    writeStoredJson(getStorage, KEY, 1);
  } else if (readStoredJson(getStorage, KEY, null)) reloadWith(true);

  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && "leaving" in root.dataset) window.location.reload();
  });
  document.addEventListener("click", (event) => {
    if (findTarget(event, "#share")) reloadWith(!isRedacted);
  });
  onceOnPage("lineage", () => {
    const label = isRedacted ? document.querySelector("#share > span:last-child") : null;
    if (!label) return;
    label.textContent = "Show names";
    getElement("share").title = "Show account ids, buckets and user names again";
  });

  return { isRedacted, isLeaving: () => "leaving" in root.dataset };
}
