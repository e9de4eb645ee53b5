// Draws a graph that the server laid out: what left goes, what is new appears, what stays glides.
//
// Elements go straight to Cytoscape, not through the Dash component's `elements` property: that one would send every
// change back to the server, and knows neither classes nor movement.

/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { Drawing, EdgeElement, Elements, NodeElement, Point, View } from "../types.d.ts" */
/** @import { Camera } from "./camera.js" */
/** @import { Orientation } from "./orientation.js" */
/** @import { SemanticZoom } from "./semantic-zoom.js" */
import { watchColorScheme } from "../dom/design-tokens.js";
import { prefersReducedMotion } from "../dom/reduced-motion.js";
import { createCamera, EASING, GLIDE_MS, listCards } from "./camera.js";
import { centerView, chooseView, fitView, shiftView, zoomView } from "./camera-geometry.js";
import { createCardImages } from "./card-images.js";
import { buildGraphStyle } from "./graph-style.js";
import { clearHighlight, clearMark, markFocus } from "./highlight.js";
import { createSemanticZoom } from "./semantic-zoom.js";

/** @typedef {ReturnType<typeof createGraphView>} GraphView */
/** @typedef {{ cy: Core, camera: Camera, semanticZoom: SemanticZoom }} Canvas */
/** @typedef {(data: any, classes: string) => { data: any, classes: string }} Complete */
/** @typedef {"present" | "fit" | "center" | "in" | "out"} Look */

const MAX_GLIDING = 400; // browsers move some hundred cards smoothly; more are put in their places at once
const ZOOM_STEP = 1.4;
const ECHOED_EVENTS = "add remove dragfree mouseout mouseover resize select tap unselect viewport";

/** Wait for Cytoscape in the element `#graph`. @returns {Promise<Core>} */
function waitForCytoscape() {
  return new Promise((resolve) => {
    const look = () => {
      const element = /** @type {{ _cyreg?: { cy?: Core } } | null} */ (
        /** @type {unknown} */ (document.getElementById("graph"))
      );
      if (element?._cyreg?.cy) resolve(element._cyreg.cy);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/**
 * Leave the canvas' size to the camera: a tenth of a second after any attribute of its element, Cytoscape would draw
 * everything again.
 *
 * @param {Core} cy
 */
function stopSizeObservers(cy) {
  const { styleObserver, resizeObserver } =
    /** @type {{ styleObserver?: MutationObserver, resizeObserver?: ResizeObserver }} */ (
      /** @type {any} */ (cy).renderer()
    );
  styleObserver?.disconnect();
  resizeObserver?.disconnect();
}

/** An audience sees all of each step. */
const isPresenting = () => "present" in document.documentElement.dataset;

/** Cytoscape renders in the next frame, before this callback: it asked for that frame earlier. */
const waitForPaint = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/**
 * @param {object} options
 * @param {Orientation} options.orientation
 * @param {(canvas: Canvas) => void} options.wireFeatures called once for each canvas
 */
export function createGraphView({ orientation, wireFeatures }) {
  const images = createCardImages();
  /** @type {WeakMap<Core, Promise<Canvas>>} */
  const canvases = new WeakMap(); // not in Cytoscape's scratch: setting that restyles every element
  /** @type {Canvas | null} */
  let current = null;
  /** @type {{ asked: string | null, start: string | null, orientation: string | null }} */
  let shown = { asked: null, start: null, orientation: null };
  /** @type {((mayGlide: boolean) => void) | null} */
  let settle = null; // puts what was drawn last in its place, unless that has been done

  const restyle = (/** @type {Core} */ cy) => cy.style().fromJson(buildGraphStyle(images)).update();

  /** @param {Core} cy @returns {Promise<Canvas>} */
  async function prepareCanvas(cy) {
    cy.removeListener(ECHOED_EVENTS); // the Dash component's own, which tell the server
    stopSizeObservers(cy);
    await document.fonts.load('600 12px "Inter"');
    restyle(cy);
    watchColorScheme(() => restyle(cy));
    const camera = createCamera(cy, orientation);
    cy.on("dragpan scrollzoom pinchzoom", camera.releaseFit);
    new ResizeObserver(() => camera.adaptToSize(shown.start)).observe(/** @type {HTMLElement} */ (cy.container()));
    current = { cy, camera, semanticZoom: createSemanticZoom(cy) };
    wireFeatures(current);
    return current;
  }

  async function prepare() {
    const cy = await waitForCytoscape();
    const canvas = canvases.get(cy) ?? prepareCanvas(cy);
    canvases.set(cy, canvas);
    return canvas;
  }

  /**
   * Draw a graph. Resolves when it has been painted; what stays glides to its place afterwards.
   *
   * @param {Pick<Drawing, "start" | "elements"> & { asked?: string }} drawing
   * @param {View | null} [savedView] view of this graph in the window, if it was seen before
   */
  async function draw({ asked, start, elements }, savedView = null) {
    const canvas = await prepare();
    if (elements)
      await drawElements(canvas, elements, { asked: asked ?? null, start, orientation: elements.flow }, savedView);
    else canvas.cy.elements().remove();
    shown = { asked: asked ?? null, start, orientation: elements?.flow ?? null };
  }

  /**
   * @param {Canvas} canvas
   * @param {Elements} elements
   * @param {{ asked: string | null, start: string, orientation: string }} next
   * @param {View | null} savedView
   */
  async function drawElements(canvas, elements, next, savedView) {
    const { cy, camera } = canvas;
    const { nodes, lanes } = elements;
    settle?.(false); // else its move of the camera would be taken for one by the reader
    const isFirst = cy.nodes().empty();
    const before = camera.readView();
    const { x, y } = camera.getCorner();
    orientation.setOrientation(next.orientation);
    const stoodAt = findPosition(cy, next.start);
    /** @type {View} */
    const view = savedView
      ? shiftView(savedView, { x: -x, y: -y })
      : isPresenting()
        ? fitView(camera.readViewport(), nodes, next.start)
        : chooseView(camera.readViewport(), nodes, { next, previous: shown, stoodAt });
    clearMark(cy);
    camera.setFit(view.fit);
    if (isFirst) camera.moveTo(view, false); // before there are cards that would have to change with the zoom
    const kept = changeElements(canvas, elements);
    const settleThis = (/** @type {boolean} */ mayGlide) => {
      if (settle !== settleThis) return;
      settle = null;
      clearHighlight(cy); // what the pointer highlighted before the click
      cy.emit("lineage-settled");
      const isGliding = glideNodes(cy, kept, mayGlide);
      const fit = camera.getFit();
      const now = camera.readView();
      if (fit) camera.moveTo(fitView(camera.readViewport(), nodes, next.start, fit.whole), isGliding && !isFirst);
      else if (!isFirst && now.zoom === before.zoom) {
        const moved = { x: now.pan.x - before.pan.x, y: now.pan.y - before.pan.y }; // by the reader meanwhile
        camera.moveTo(shiftView(view, moved), isGliding);
      }
    };
    settle = settleThis;
    cy.emit("lineage-drawn", /** @type {any} */ ([lanes, nodes]));
    await waitForPaint();
    requestIdleCallback(() => settleThis(true), { timeout: GLIDE_MS });
  }

  /** @type {Record<Look, (canvas: Canvas) => View>} */
  const looks = {
    present: ({ cy, camera }) => fitView(camera.readViewport(), listCards(cy.nodes()), shown.start),
    fit: ({ cy, camera }) => fitView(camera.readViewport(), listCards(cy.nodes()), shown.start, true),
    center: ({ cy, camera }) => centerView(camera.readViewport(), cy.getElementById(shown.start ?? "").position()),
    in: ({ camera }) => zoomView(camera.readViewport(), ZOOM_STEP),
    out: ({ camera }) => zoomView(camera.readViewport(), 1 / ZOOM_STEP),
  };

  return {
    prepare,
    draw,

    /** @param {Look} look */
    async look(look) {
      const canvas = await prepare();
      if (canvas.cy.nodes().nonempty()) canvas.camera.show(looks[look](canvas));
    },

    getGraph: () => current?.cy ?? null,

    /** Show which card becomes the focus, before its picture is there. @param {string} id */
    markFocus: (id) => current && markFocus(current.cy, id),

    /** Show the focus of the picture again, if that of another never came. */
    unmarkFocus() {
      const cy = current?.cy;
      if (!cy?.nodes(".asked").nonempty()) return;
      clearMark(cy);
      clearHighlight(cy);
    },

    /** Whether an entity is on a highlighted path. @param {string} id */
    isOnPath: (id) => current?.cy.getElementById(id).hasClass("between") ?? false,
  };
}

/** @param {Core} cy @param {string} id @returns {Point | null} */
function findPosition(cy, id) {
  const node = cy.getElementById(id);
  return node.nonempty() ? { ...node.position() } : null;
}

/**
 * Change the drawn elements to others. What comes out of a group begins where the group stood, and glides from there
 * as what stays does.
 *
 * @param {Canvas} canvas
 * @param {Elements} elements
 * @returns {Map<NodeSingular, Point>} new positions of the cards that are to glide
 */
function changeElements({ cy, semanticZoom }, { nodes, edges }) {
  /** @type {Map<NodeSingular, Point>} */
  const gliding = new Map();
  const wanted = new Set([...nodes, ...edges].map(({ data }) => data.id));
  /** @type {Map<string, Point>} */
  const groups = new Map();
  if (nodes.length <= MAX_GLIDING) {
    for (const group of cy.nodes(".group").toArray()) groups.set(group.id(), { ...group.position() });
  }
  cy.batch(() => {
    cy.elements()
      .filter((element) => !wanted.has(element.id()))
      .remove();
    for (const node of nodes) {
      const from = groups.get(node.data.within ?? "");
      const existing = putElement(cy, from ? { ...node, position: { ...from } } : node, semanticZoom.completeCard);
      if (existing || from) gliding.set(existing ?? cy.getElementById(node.data.id), node.position);
    }
    for (const edge of edges) putElement(cy, edge);
  });
  for (const element of cy.elements().toArray()) element.visible(); // styles it now: the next frame takes half as long
  return gliding;
}

/**
 * Add an element, or update the one that is there: styling what did not change is what costs.
 *
 * @param {Core} cy
 * @param {NodeElement | EdgeElement} element
 * @param {Complete} [complete] returns what the zoom adds to a card
 * @returns {NodeSingular | null} the element that was there
 */
function putElement(cy, element, complete = (data, classes) => ({ data, classes })) {
  const state = JSON.stringify([element.data, element.classes]);
  const { data, classes } = complete(/** @type {any} */ (element.data), element.classes);
  const existing = cy.getElementById(data.id);
  if (existing.empty()) {
    const [group, position] = "position" in element ? ["nodes", element.position] : ["edges", undefined];
    const added = { group, data, classes, position, pannable: cy.autoungrabify(), scratch: { state } };
    cy.add(/** @type {any} */ (added));
    return null;
  }
  if (existing.scratch("state") !== state) {
    const removed = Object.keys(existing.data()).filter((name) => !(name in data)); // `data` only adds
    existing.removeData(removed.join(" "));
    existing.data(data).classes(classes).scratch("state", state);
  }
  return existing;
}

/**
 * Move cards to their new places. Returns whether they glide.
 *
 * @param {Core} cy
 * @param {Map<NodeSingular, Point>} positions
 * @param {boolean} mayGlide
 */
function glideNodes(cy, positions, mayGlide) {
  const moved = [...positions].filter(
    ([node, { x, y }]) => Math.abs(node.position("x") - x) >= 1 || Math.abs(node.position("y") - y) >= 1,
  );
  const isGliding = mayGlide && !prefersReducedMotion() && moved.length <= MAX_GLIDING;
  cy.batch(() => {
    for (const [node, position] of moved) {
      node.stop(true);
      if (isGliding) node.animate({ position }, { duration: GLIDE_MS, easing: EASING });
      else node.position(position);
    }
  });
  return isGliding;
}
