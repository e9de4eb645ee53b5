// Lists the members of a large group over the graph, a page at a time; small groups open in place.

/** @import { Core } from "cytoscape" */
/** @import { Url } from "../state/url.js" */
import { LOADING, NO_ANSWER_YET } from "../data/failure-words.js";
import { fetchFinished } from "../data/finished-answer.js";
import { createElement } from "../dom/create-element.js";
import { findTarget, getElement } from "../dom/get-element.js";
import { insertMarkup } from "./markup.js";

/** @typedef {ReturnType<typeof createGroupList>} GroupList */

export const MAX_IN_PLACE = 24; // members of a group that opens in place
const ID = "members";

/**
 * @param {object} options
 * @param {Url} options.url
 * @param {() => Core | null} options.getGraph
 * @param {(id: string) => void} options.openInPlace
 */
export function createGroupList({ url, getGraph, openInPlace }) {
  let shown = "";
  /** @type {HTMLElement | null} */
  let returnTo = null;

  /** @param {number} page */
  async function load(page) {
    const group = shown;
    const address = `members${url.getSearch()}&group=${encodeURIComponent(group)}&page=${page}`;
    const isWanted = () => group === shown;
    const response = await fetchFinished(address, { isWanted });
    const text = response ? await response.text() : NO_ANSWER_YET;
    if (!isWanted()) return; // another one was opened meanwhile
    if (response?.ok) insertMarkup(ID, text);
    else getElement(ID).replaceChildren(createElement("p", "gap", text));
    getElement(ID).querySelector("a")?.focus({ preventScroll: true });
  }

  function close() {
    if (!shown) return;
    shown = "";
    getElement(ID).hidden = true;
    returnTo?.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    if (!shown) return;
    const place = getElement(ID);
    const button = /** @type {HTMLButtonElement | null} */ (findTarget(event, `#${ID} button`));
    if (button?.matches(".close")) close();
    else if (button?.matches(".open-group")) {
      const group = shown;
      close();
      openInPlace(group);
    } else if (button?.dataset.page) load(Number(button.dataset.page));
    else if (!place.contains(/** @type {Node} */ (event.target))) close();
    else if (findTarget(event, `#${ID} a`)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    event.preventDefault();
    close();
  });

  return {
    /**
     * List the members of a group that is too large to open in place. Returns whether it does.
     *
     * @param {string} id
     */
    show(id) {
      const count = Number(getGraph()?.getElementById(id).data("count") ?? 0);
      if (count <= MAX_IN_PLACE) return false;
      returnTo = /** @type {HTMLElement | null} */ (document.activeElement);
      const place = getElement(ID);
      place.replaceChildren(createElement("p", "quiet", LOADING));
      setTimeout(() => {
        shown = id; // not before the click that opens it has passed
        place.hidden = false;
        load(0);
      });
      return true;
    },
  };
}
