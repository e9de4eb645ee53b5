// Finds entities in the graph: type, n of N, Enter for the next. Every word must be in an entity's name, type, source
// or ARN. A list beside the graph learns of it by `lineage-found`.

/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { NodeData } from "../types.d.ts" */
/** @import { Orientation } from "../graph/orientation.js" */
/** @import { Selection } from "../state/selection.js" */
import { createElement } from "../dom/create-element.js";
import { findTarget, getElement, isFromField } from "../dom/get-element.js";

/** @param {string} text */
export const splitWords = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Return the text in which a node is found; a group by the names that it shows. @param {NodeData} data */
export function buildSearchText(data) {
  const { id, title, subtitle, names = [], type_title, type, lineage_type, source_uri, status, account } = data;
  const texts = [title, subtitle, ...names, type_title, type, lineage_type, source_uri, status, account, id];
  return texts.join(" ").toLowerCase();
}

/**
 * Return the number of the next match, in a circle; -1 without any.
 *
 * @param {number} index of the present match; -1 for none
 * @param {number} steps
 * @param {number} count
 */
export function stepMatch(index, steps, count) {
  if (!count) return -1;
  const from = index < 0 && steps < 0 ? 0 : index;
  return (from + steps + count) % count;
}

/**
 * Say which match is shown of how many.
 *
 * @param {number} index -1 for none
 * @param {number} count
 * @param {string} text what is searched
 */
export function describeMatch(index, count, text) {
  if (!count) return text.trim() && "None";
  return index < 0 ? `${count} found` : `${index + 1} of ${count}`;
}

/** Whether the graph can be seen, and so searched: elsewhere Ctrl+F is the browser's own. @param {Core} cy */
function isVisible(cy) {
  const container = cy.container();
  return container !== null && cy.nodes().nonempty() && getComputedStyle(container).visibility === "visible";
}

/** @param {Orientation} orientation */
const compareAlongFlow =
  ({ getAlong, getAcross }) =>
  (/** @type {NodeSingular} */ a, /** @type {NodeSingular} */ b) =>
    getAlong(a.position()) - getAlong(b.position()) || getAcross(a.position()) - getAcross(b.position());

/**
 * @param {Core} cy
 * @param {object} options
 * @param {Selection} options.selection
 * @param {Orientation} options.orientation
 * @param {() => void} [options.onOpen] shows the list with the box
 * @param {(node: NodeSingular | null) => void} [options.onClose] called with the last match when the keyboard leaves
 */
export function createFind(cy, { selection, orientation, onOpen, onClose }) {
  const box = /** @type {HTMLInputElement} */ (getElement("find"));
  const output = getElement("found");
  const bar = /** @type {HTMLFormElement} */ (box.form);
  /** @type {Map<string, string> | null} */
  let texts = null;
  /** @type {NodeSingular[]} */
  let matches = [];
  let index = -1;

  /** Show the count; the name is for a reader who hears the page, because the graph shows it. */
  function showCount() {
    const name = index < 0 ? "" : `: ${matches[index].data("title")}`;
    output.replaceChildren(describeMatch(index, matches.length, box.value), createElement("span", "unseen", name));
  }

  function search() {
    const words = splitWords(box.value);
    texts ??= new Map(cy.nodes().map((node) => [node.id(), buildSearchText(node.data())]));
    const isMatch = (/** @type {NodeSingular} */ node) => words.every((word) => texts?.get(node.id())?.includes(word));
    matches = words.length
      ? cy
          .nodes()
          .map((node) => node)
          .filter(isMatch)
          .sort(compareAlongFlow(orientation))
      : [];
    const found = new Set(matches.map((node) => node.id()));
    cy.batch(() => {
      for (const node of cy.nodes().map((one) => one)) node.toggleClass("found", found.has(node.id()));
    });
    cy.emit("lineage-found", /** @type {any} */ ([words.length ? found : null]));
  }

  /** @param {number} [steps] */
  function show(steps = 0) {
    index = stepMatch(index, steps, matches.length);
    selection.select(index < 0 ? null : matches[index], { withRelatives: false });
    showCount();
  }

  function start() {
    search();
    index = matches.length ? 0 : -1;
    show();
  }

  /** Search a new graph for the same words; nothing moves for them. */
  function repeat() {
    const id = index < 0 ? null : matches[index].id();
    search();
    index = matches.findIndex((node) => node.id() === id);
    showCount();
  }

  function open() {
    onOpen?.();
    box.focus();
    box.select();
  }

  function close() {
    const last = index < 0 ? null : matches[index];
    const hadFocus = bar.contains(document.activeElement);
    box.value = "";
    start();
    if (hadFocus) onClose?.(last);
  }

  box.addEventListener("input", start);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    show(event.shiftKey ? -1 : 1);
  });
  bar.addEventListener("click", (event) => {
    const id = findTarget(event, "button")?.id;
    if (id === "next") show(1);
    else if (id === "previous") show(-1);
    else if (id !== undefined) close();
  });
  document.addEventListener("keydown", (event) => {
    const isElsewhere = !bar.contains(/** @type {Node} */ (event.target)) && isFromField(event, "dialog");
    if (event.key === "Escape" && !event.defaultPrevented && box.value && !isElsewhere) {
      event.preventDefault();
      close();
    }
    const isWanted = event.key === "f" && (event.ctrlKey || event.metaKey) && isVisible(cy);
    if (!isWanted || event.target === box) return; // a second Ctrl+F is the browser's own
    event.preventDefault();
    open();
  });
  cy.on("lineage-drawn", () => {
    texts = null;
    if (box.value.trim()) requestIdleCallback(repeat);
  });
  return { open };
}
