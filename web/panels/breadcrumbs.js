// Lists the last focuses over the graph, each a link to what was seen there. The tab remembers them.

/** @import { Crumb } from "../types.d.ts" */
import { createElement } from "../dom/create-element.js";
import { getElement } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";
import { labelEntry } from "./entry-label.js";

/** @typedef {ReturnType<typeof createBreadcrumbs>} Breadcrumbs */

const MAX_CRUMBS = 6;
const getStorage = () => window.sessionStorage;

/**
 * Add a focus; one that is listed keeps its place, so that Back and a crumb change nothing but where one is.
 *
 * @param {readonly Crumb[]} crumbs
 * @param {Crumb} crumb
 */
export function addCrumb(crumbs, crumb) {
  const at = crumbs.findIndex(({ start }) => start === crumb.start);
  return (at < 0 ? [...crumbs, crumb] : crumbs.with(at, crumb)).slice(-MAX_CRUMBS);
}

/**
 * @param {object} options
 * @param {string} options.key name in the storage
 * @param {(search: string) => void} options.go
 * @param {() => string} options.getSearch
 */
export function createBreadcrumbs({ key, go, getSearch }) {
  /**
   * @param {Crumb} crumb
   * @param {readonly Crumb[]} crumbs
   * @param {string} start
   */
  function renderCrumb(crumb, crumbs, start) {
    const entries = crumbs.map(({ name, kind, start: arn }) => ({ name, kind, arn }));
    const label = labelEntry({ ...crumb, arn: crumb.start }, entries);
    const link = createElement("a", "", createElement("bdi", "", label));
    link.href = crumb.search;
    link.title = label;
    if (crumb.start === start) link.setAttribute("aria-current", "page");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(crumb.search);
    });
    return createElement("li", "", crumb.start === start ? createElement("h1", "", link) : link);
  }

  return {
    /**
     * @param {string} start
     * @param {string} name
     * @param {string} kind
     */
    addFocus(start, name, kind) {
      const crumbs = addCrumb(readStoredJson(getStorage, key, []), { name, kind, start, search: getSearch() });
      writeStoredJson(getStorage, key, crumbs);
      const items = crumbs.map((crumb) => renderCrumb(crumb, crumbs, start));
      getElement("trail")
        .querySelector("ol")
        ?.replaceChildren(...items);
    },
  };
}
