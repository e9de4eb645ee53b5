// Moves through the graph by keys: arrows lead along associations and within a column, Enter focuses a card. A
// live region says what a card is.

/** @import { Core, NodeCollection, NodeSingular } from "cytoscape" */
/** @import { Selection } from "../state/selection.js" */
/** @import { Expansion } from "./expand-collapse.js" */
/** @import { Look } from "./graph-view.js" */
/** @import { Orientation } from "./orientation.js" */
/** @import { Tooltip } from "./tooltip.js" */
import { splitCapitals } from "../dom/split-capitals.js";

const COLUMN = 40; // cards whose centers are no further apart stand in one column
const KEYS = "Arrow keys walk along associations, Enter focuses a card, question mark lists keyboard shortcuts";
/** @type {Record<string, string>} */
const INVITATIONS = { start: "Current focus", group: "Enter opens it" };
/** @type {Record<string, Look>} */
const LOOKS = { "+": "in", "-": "out", 0: "fit" };
const STEPS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home"];

/**
 * @typedef {{ name: "step", key: string } | { name: "look", look: Look } | { name: KeyName }} KeyAction
 * @typedef {"focus" | "focusInNewTab" | "pick" | "expand" | "collapse" | "leave"} KeyName
 */

/**
 * Return what a key on the canvas asks for; null for nothing.
 *
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">} event
 * @param {(key: string) => string} [translateKey] adapts an arrow key to the orientation
 * @returns {KeyAction | null}
 */
export function readKey({ key, ctrlKey, metaKey, altKey }, translateKey = (arrow) => arrow) {
  if (altKey) return null;
  if (ctrlKey || metaKey) return key === "Enter" ? { name: "focusInNewTab" } : null;
  const step = translateKey(key);
  if (STEPS.includes(step)) return { name: "step", key: step };
  if (key in LOOKS) return { name: "look", look: LOOKS[key] };
  if (key === "Enter") return { name: "focus" };
  if (key === "e") return { name: "expand" };
  if (key === "E") return { name: "collapse" };
  if (key === "Escape") return { name: "leave" };
  return key.toLowerCase() === "p" ? { name: "pick" } : null;
}

/** @param {NodeSingular} node @param {readonly NodeSingular[]} others */
function findNearest(node, others) {
  const { x, y } = node.position();
  const measure = (/** @type {NodeSingular} */ other) => Math.hypot(other.position().x - x, other.position().y - y);
  return [...others].sort((a, b) => measure(a) - measure(b))[0];
}

/**
 * Return the nearest neighbor, or the one that the reader comes from.
 *
 * @param {NodeSingular} node
 * @param {NodeCollection} neighbors
 * @param {NodeSingular | null} previous
 */
function findNeighbor(node, neighbors, previous) {
  const others = neighbors.map((other) => other).filter((other) => !other.same(node));
  return others.find((other) => previous?.same(other)) ?? findNearest(node, others);
}

/**
 * Return the nearest card in the same column.
 *
 * @param {NodeSingular} node
 * @param {number} sign in which direction: 1 or -1
 * @param {Orientation} orientation
 */
function findBeside(node, sign, { getAlong, getAcross }) {
  const here = node.position();
  const isBeside = (/** @type {NodeSingular} */ other) =>
    Math.abs(getAlong(other.position()) - getAlong(here)) < COLUMN &&
    (getAcross(other.position()) - getAcross(here)) * sign > 0;
  const cards = node
    .cy()
    .nodes()
    .map((other) => other);
  return findNearest(node, cards.filter(isBeside));
}

/** @param {Core} cy @returns {NodeSingular | undefined} */
const findStart = (cy) => cy.nodes(".start")[0] ?? cy.nodes()[0];

/**
 * Return the card that a step leads to. Keys are those of a graph that flows to the right.
 *
 * @param {string} key
 * @param {NodeSingular} node
 * @param {NodeSingular | null} previous
 * @param {Orientation} orientation
 */
function findStep(key, node, previous, orientation) {
  if (key === "ArrowLeft") return findNeighbor(node, node.incomers("node"), previous);
  if (key === "ArrowRight") return findNeighbor(node, node.outgoers("node"), previous);
  if (key === "Home") return findStart(node.cy());
  return findBeside(node, key === "ArrowUp" ? -1 : 1, orientation);
}

/**
 * Say what a card is, and along which association the reader came:
 * "Contributed to: Data set a.csv, run a, 2 upstream, 3 downstream".
 *
 * @param {{ type_title: string, title: string, subtitle: string, role: string }} data
 * @param {{ incoming: number, outgoing: number, via?: string }} edges
 */
export function describeCard({ type_title: type, title, subtitle, role }, { incoming, outgoing, via }) {
  const what = title.startsWith(type) ? title : `${type} ${title}`;
  const parts = [
    what,
    subtitle,
    role === "start" ? "current focus" : "",
    `${incoming} upstream, ${outgoing} downstream`,
  ];
  return `${via ? `${via}: ` : ""}${parts.filter(Boolean).join(", ")}`;
}

/** @param {NodeSingular} node @param {NodeSingular | null} previous */
function describeStep(node, previous) {
  const { association, via } = (previous && previous !== node && previous.edgesWith(node).data()) || {};
  const words = association && splitCapitals(association);
  const incoming = node.incomers("edge").length;
  return describeCard(node.data(), { incoming, outgoing: node.outgoers("edge").length, via: via ?? words });
}

/**
 * @param {Core} cy
 * @param {object} options
 * @param {Selection} options.selection
 * @param {Orientation} options.orientation
 * @param {Tooltip} options.tooltip
 * @param {Expansion} options.expansion
 * @param {{ pick(node: NodeSingular, asked?: boolean): boolean, cancel(): boolean }} options.pathPicker
 * @param {(id: string, inNewTab?: boolean) => void} options.focus
 * @param {(look: Look) => void} options.look
 * @param {(text: string) => void} options.announce
 */
export function createKeyboardNavigation(cy, options) {
  const { selection, orientation, tooltip, expansion, pathPicker, focus, look, announce } = options;
  const canvas = /** @type {HTMLElement} */ (cy.container());
  /** @type {NodeSingular | null} */
  let previous = null;
  /** @type {NodeSingular | null} */
  let last = null;
  let isTapping = false;

  /** @param {NodeSingular | undefined} node */
  async function goTo(node) {
    if (!node) return;
    previous = selection.getSelected();
    announce(describeStep(node, previous));
    await selection.select(node);
    if (selection.getSelected() !== node || document.activeElement !== canvas) return; // the reader went on
    tooltip.show(node, INVITATIONS[node.data("role")] ?? "Enter to focus");
  }

  /** Select nothing; the card is kept for when the keyboard comes back. */
  function leave() {
    last = selection.getSelected() ?? last;
    selection.select(null);
    tooltip.hide();
  }

  /** @type {Record<KeyName, (node: NodeSingular) => void>} */
  const actions = {
    focus: (node) => (pathPicker.pick(node) ? leave() : focus(node.id())),
    focusInNewTab: (node) => focus(node.id(), true),
    pick: (node) => {
      if (!pathPicker.pick(node, true)) focus(node.id());
    },
    expand: (node) => expansion.expand(node),
    collapse: (node) => expansion.collapse(node),
    leave,
  };

  /** @param {KeyboardEvent} event @returns {boolean} whether the key meant something */
  function press(event) {
    const action = readKey(event, orientation.translateKey);
    const selected = selection.getSelected();
    if (!action) return false;
    if (action.name === "step") {
      goTo(selected ? findStep(action.key, selected, previous, orientation) : findStart(cy));
    } else if (action.name === "look") look(action.look);
    else if (action.name === "leave" && pathPicker.cancel()) return true;
    else if (selected) actions[action.name](selected);
    else return false;
    return true;
  }

  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", `Lineage graph. ${KEYS}`);
  canvas.addEventListener("keydown", (event) => {
    if (!press(event)) return;
    event.preventDefault();
    event.stopPropagation(); // Ctrl+Enter elsewhere runs the query
  });
  canvas.addEventListener("focus", () => {
    if (isTapping || !canvas.matches(":focus-visible") || cy.nodes().empty()) return;
    goTo(selection.getSelected() ?? (last && !last.removed() ? last : findStart(cy)));
  });
  canvas.addEventListener("blur", ({ relatedTarget }) => {
    if (relatedTarget instanceof Element && relatedTarget.closest(".find, .outline, .menu")) tooltip.hide();
    else leave();
  });
  cy.on("tap", () => {
    isTapping = true; // the keys lead on from here, but nothing is selected: the pointer is where it is
    canvas.focus({ preventScroll: true });
    isTapping = false;
  });

  return {
    /** Put the keyboard on the canvas, at a card or at the last one. @param {NodeSingular | null} node */
    focusCanvas(node) {
      last = node ?? last;
      canvas.focus({ preventScroll: true });
    },
  };
}
