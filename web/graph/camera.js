// Moves the view of the graph, and keeps it fitted into the window until the reader moves it.

/** @import { Core, NodeCollection, NodeSingular } from "cytoscape" */
/** @import { Fit, PlacedNode, Point, View, Viewport } from "../types.d.ts" */
/** @import { Orientation } from "./orientation.js" */
import { readScale } from "../dom/design-tokens.js";
import { prefersReducedMotion } from "../dom/reduced-motion.js";
import { fitView, isSameView, revealCard, revealCards, shiftView } from "./camera-geometry.js";

/** @typedef {ReturnType<typeof createCamera>} Camera */

export const GLIDE_MS = 250;
export const EASING = "ease-in-out-cubic";

/**
 * Return the cards of nodes, with their places.
 *
 * @param {NodeCollection} nodes
 * @returns {PlacedNode[]}
 */
export const listCards = (nodes) =>
  nodes.map((node) => ({ data: { id: node.id(), width: node.data("width") }, position: node.position() }));

/**
 * @param {Core} cy
 * @param {Orientation} orientation
 */
export function createCamera(cy, orientation) {
  const container = /** @type {HTMLElement} */ (cy.container());
  /** @type {Fit | null} */
  let fit = null;
  let box = readBox(container); // of the canvas in the window
  cy.resize(); // it may have changed since Cytoscape was there

  /** Whether tools and legend lie over the canvas, as in a saved page. */
  const isCovered = container.parentElement?.querySelector(":scope > .toolbar") !== null;

  /** Return what is kept free for headings, over columns or beside rows, and for what lies over the canvas. */
  function readMargins() {
    const scale = readScale();
    const isPresented = "present" in document.documentElement.dataset;
    const { left, top } = orientation.isDown() ? { left: 112, top: 24 } : { left: 20, top: isPresented ? 40 : 48 };
    const { right, bottom } = isCovered ? { right: 64, bottom: 72 } : { right: 20, bottom: isPresented ? 8 : 24 };
    return { left: left * scale, top: top * scale, right: right * scale, bottom: bottom * scale };
  }

  /** @returns {View} */
  const readView = () => ({ zoom: cy.zoom(), pan: { ...cy.pan() } });

  /** @returns {Viewport} */
  const readViewport = () => ({
    ...readView(),
    width: cy.width(),
    height: cy.height(),
    minZoom: cy.minZoom(),
    maxZoom: cy.maxZoom(),
    margins: readMargins(),
    isOverview: document.getElementById("lineage")?.dataset.view === "compare",
    fit,
  });

  /**
   * Move to a view; leave unchanged whether the graph stays fitted.
   *
   * @param {View} view
   * @param {boolean} animated
   */
  function moveTo({ zoom, pan }, animated) {
    if (cy.animated()) cy.stop(); // which draws everything
    if (isSameView(readView(), { zoom, pan })) return;
    if (animated && !prefersReducedMotion()) cy.animate({ zoom, pan }, { duration: GLIDE_MS, easing: EASING });
    else cy.viewport({ zoom, pan });
  }

  return {
    readView,
    readViewport,
    moveTo,
    getFit: () => fit,
    /** @returns {Point} */
    getCorner: () => ({ x: box.x, y: box.y }),

    /** @param {Fit | null | undefined} value */
    setFit(value) {
      fit = value ?? null;
    },

    /** Leave the view to the reader: it is not fitted into the window again. */
    releaseFit() {
      fit = null;
    },

    /** Show a view, and keep the graph fitted if the view does. @param {View} view */
    show(view) {
      fit = view.fit ?? null;
      moveTo(view, true);
    },

    /**
     * Show some of the cards, as near as all of them allow.
     *
     * @param {NodeCollection} nodes
     */
    showNodes(nodes) {
      fit = null;
      moveTo(fitView(readViewport(), listCards(nodes), null, true), true);
    },

    /** Return the view as it is in the window, wherever the canvas lies. */
    readWindowView: () => shiftView(readView(), readBox(container)),

    /**
     * Bring a card into view; leave it where it is if it can be read there. Resolves when it has come.
     *
     * @param {NodeSingular} node
     */
    async revealNode(node) {
      const view = revealCard(readViewport(), node.renderedBoundingBox({ includeLabels: false }), node.position());
      if (!view) return;
      cy.stop();
      fit = null;
      if (prefersReducedMotion()) cy.viewport(view);
      else await cy.animation({ zoom: view.zoom, pan: view.pan, duration: GLIDE_MS, easing: EASING }).play().promise();
    },

    /** @param {readonly PlacedNode[]} nodes */
    revealNodes(nodes) {
      moveTo(revealCards(readViewport(), nodes), true);
    },

    /**
     * Adapt to another size of the canvas: a fitted graph is fitted again; another one stays where it is in the
     * window, whatever comes or goes beside it.
     *
     * @param {string | null} focus
     */
    adaptToSize(focus) {
      const view = readView();
      const { x, y, width, height } = readBox(container);
      if (x === box.x && y === box.y && width === box.width && height === box.height) return;
      const distance = { x: box.x - x, y: box.y - y };
      box = { x, y, width, height };
      cy.resize();
      if (cy.nodes().empty()) return;
      const fitted = fit && fitView(readViewport(), listCards(cy.nodes()), focus, fit.whole);
      moveTo(fitted ?? shiftView(view, distance), false);
    },
  };
}

/** @param {HTMLElement} container @returns {Point & { width: number, height: number }} */
function readBox(container) {
  const { x, y, width, height } = container.getBoundingClientRect();
  return { x, y, width, height };
}
