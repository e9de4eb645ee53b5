// Lists the entities of a picture for paper, along the flow; members of groups come from the server's table.

/** @import { NodeElement } from "../types.d.ts" */
import { splitCapitals } from "../dom/split-capitals.js";

/**
 * @typedef {object} EntityRow
 * @property {string} title
 * @property {string} subtitle
 * @property {string} kind
 * @property {string} state
 * @property {string} when
 * @property {string} source
 */

/**
 * Return the rows of cards, in the order in which the picture is read.
 *
 * @param {readonly Pick<NodeElement, "data" | "position">[]} cards
 * @param {boolean} isDown
 * @returns {EntityRow[]}
 */
export function listCardRows(cards, isDown) {
  const along = (/** @type {Pick<NodeElement, "position">} */ { position: { x, y } }) => (isDown ? [y, x] : [x, y]);
  return [...cards]
    .sort((a, b) => along(a)[0] - along(b)[0] || along(a)[1] - along(b)[1])
    .map(({ data }) => ({
      title: data.count ? data.type_title : data.title,
      subtitle: data.count ? "" : data.subtitle,
      kind: data.count ? "Group" : splitCapitals(data.type_title),
      state: splitCapitals(data.badge?.word || data.status),
      when: data.created.replace(/ UTC$/, ""), // the heading says it
      source: data.source_uri,
    }));
}

/** @param {Element} row @param {string} selector */
const readText = (row, selector) => row.querySelector(selector)?.textContent ?? "";

/**
 * Return the rows of the table of entities (components/table.py).
 *
 * @param {ParentNode} table
 * @returns {EntityRow[]}
 */
export const readTableRows = (table) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("tbody tr"))].map((row) => ({
    title: readText(row, "bdi"),
    subtitle: readText(row, "small"),
    kind: splitCapitals(readText(row, "[data-label=Type]")),
    state: splitCapitals(row.dataset.state || readText(row, "[data-label=Status]")),
    when: readText(row, "[data-label=Created]"),
    source: row.dataset.source ?? "",
  }));
