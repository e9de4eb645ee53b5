// Shows more on cards the nearer they are: from far a block of color, from the middle an icon and the title in larger
// type, from near the title, the subtitle and the badge. Only crossing a level restyles, and first what is in view.

/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { NodeData } from "../types.d.ts" */

/** @typedef {"far" | "middle" | "near"} ZoomLevel */
/** @typedef {ReturnType<typeof createSemanticZoom>} SemanticZoom */

const FAR = 0.38; // zooms: below, no name can be read; from the next on, the small type can
const NEAR = 0.92; // titles are 12 pixels high
const SLICE = 40; // cards that are restyled at a time
const SPARE_MS = 10; // time that must be left for more
export const TITLE_SIZES = { middle: 18, near: 13 }; // of the type of titles, in units of the graph
const MARGIN = 100; // around the view, in units of the graph

/** @param {number} zoom @returns {ZoomLevel} */
export function chooseLevel(zoom) {
  if (zoom < FAR) return "far";
  return zoom < NEAR ? "middle" : "near";
}

/**
 * Return the words that a card shows.
 *
 * @param {NodeData} data
 * @param {ZoomLevel} level
 */
export function getDrawnWords({ label, small, brief, badge }, level) {
  if (level === "far") return "";
  return level === "middle" ? brief : [label, badge?.word, small].filter(Boolean).join("\n");
}

/** @param {Core} cy */
export function createSemanticZoom(cy) {
  /** @type {ZoomLevel} */
  let level = "middle";
  /** @type {NodeSingular[]} */
  let waiting = [];
  let isScheduled = false;
  let isTelling = false;

  /** @param {NodeSingular[]} nodes */
  function restyle(nodes) {
    cy.batch(() => {
      for (const node of nodes) {
        node.removeClass("far middle near").addClass(level);
        node.data("drawn", getDrawnWords(node.data(), level));
      }
    });
    tellSize();
  }

  function schedule() {
    if (!waiting.length || isScheduled) return;
    isScheduled = true;
    requestIdleCallback((deadline) => {
      isScheduled = false;
      do restyle(waiting.splice(0, SLICE));
      while (waiting.length && deadline.timeRemaining() > SPARE_MS);
      schedule();
    });
  }

  /** Tell, for tests and scripts, how high titles are on the screen and how many of them are cut. */
  function tellSize() {
    const graph = cy.container();
    if (!graph) return;
    const size = level === "far" ? 0 : TITLE_SIZES[level] * cy.zoom();
    graph.dataset.titlePx = size.toFixed(1);
    const titles = cy.nodes().map((node) => (level === "near" ? node.data("label") : node.data("brief")));
    graph.dataset.cut = String(titles.filter((title) => title?.includes("…")).length);
  }

  function update() {
    scheduleTelling();
    const wanted = chooseLevel(cy.zoom());
    if (wanted === level) return;
    level = wanted;
    const { x1, y1, x2, y2 } = cy.extent();
    const isInView = (/** @type {NodeSingular} */ node) => {
      const { x, y } = node.position();
      return x > x1 - MARGIN && x < x2 + MARGIN && y > y1 - MARGIN && y < y2 + MARGIN;
    };
    const others = cy
      .nodes()
      .map((node) => node)
      .filter((node) => !node.hasClass(level));
    restyle(others.filter(isInView));
    waiting = others.filter((node) => !isInView(node));
    schedule();
  }

  function scheduleTelling() {
    if (isTelling) return;
    isTelling = true;
    requestIdleCallback(() => {
      isTelling = false;
      tellSize();
    });
  }

  cy.on("zoom", update);
  cy.on("lineage-drawn", scheduleTelling);

  return {
    /**
     * Return data and classes of a card that is drawn now.
     *
     * @param {NodeData} data
     * @param {string} classes
     */
    completeCard: (data, classes) => ({
      data: { ...data, drawn: getDrawnWords(data, level) },
      classes: `${classes} ${level}`,
    }),
  };
}
