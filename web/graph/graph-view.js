// Draw graphs that the server laid out: what stays glides, what is new appears.

import { orientation } from "../state/orientation.js";
import {
  centerView,
  fitView,
  GLIDE_MS,
  getView,
  holdView,
  keepFocusInPlace,
  moveCamera,
  prefersReducedMotion,
  shiftView,
  toRendered,
  zoomView,
} from "./camera.js";
import { buildGraphStyle } from "./graph-style.js";
import { clearHighlight } from "./highlight.js";
import { withLevelClass } from "./semantic-zoom.js";

const MOST_GLIDING = 400;

/* Kept here and not in Cytoscape's scratch: setting that restyles every element. */
const prepared = new WeakMap();
/** @type {(cy: import("cytoscape").Core) => void} */
let addFeatures = () => {};

/** Say what a canvas gets, once, when it is there.
 * @param {(cy: import("cytoscape").Core) => void} add */
export function setFeatures(add) {
  addFeatures = add;
}

let current = { asked: null, start: null, flow: null },
  fits = null,
  corner = { x: 0, y: 0 };

function findCanvas() {
  return new Promise((resolve) => {
    const check = () => {
      /** @type {any} */
      const element = document.getElementById("graph");
      if (element?._cyreg?.cy) resolve(element._cyreg.cy);
      else requestAnimationFrame(check);
    };
    check();
  });
}

export async function prepareCanvas() {
  const cy = await findCanvas();
  if (!prepared.has(cy)) prepared.set(cy, prepareOnce(cy));
  await prepared.get(cy);
  return cy;
}

async function prepareOnce(cy) {
  // The component echoes these to Dash.
  cy.removeListener("add remove dragfree mouseout mouseover resize select tap unselect viewport");
  await document.fonts.load('600 12px "Inter"');
  applyStyle(cy);
  new MutationObserver(() => applyStyle(cy)).observe(document.documentElement, {
    attributeFilter: ["data-mantine-color-scheme"],
  });
  cy.on("dragpan scrollzoom pinchzoom", releaseFit);
  new ResizeObserver(() => handleResize(cy)).observe(cy.container());
  addFeatures(cy);
}

export const releaseFit = () => {
  fits = null;
};

/* When the window or the panels change, a picture that was fitted is so again; another one stays where it is in the
   window, whatever comes or goes beside it. */
function handleResize(cy) {
  const to = getView(cy),
    { x, y } = cy.container().getBoundingClientRect(),
    moved = { x: corner.x - x, y: corner.y - y };
  corner = { x, y };
  cy.resize();
  if (cy.nodes().empty()) return;
  moveCamera(
    cy,
    fits ? fitView(cy, listShownCards(cy), current.start, fits.whole) : shiftView(to, moved),
    false,
  );
}

const applyStyle = (cy) => cy.style().fromJson(buildGraphStyle()).update();

/* --- what changes ------------------------------------------------------------------------------ */

/* What comes out of a group begins where the group stood, and glides from there as what stays does. */
function updateElements(cy, { nodes, edges }) {
  const kept = new Map(),
    wanted = new Set([...nodes, ...edges].map((e) => e.data.id));
  const stood =
    nodes.length > MOST_GLIDING
      ? new Map()
      : new Map(cy.nodes(".group").map((group) => [group.id(), { ...group.position() }]));
  cy.batch(() => {
    cy.elements()
      .filter((e) => !wanted.has(e.id()))
      .remove();
    for (const node of nodes) {
      const from = stood.get(node.data.within),
        there = putElement(cy, "nodes", from ? { ...node, position: { ...from } } : node);
      if (there || from) kept.set(there || cy.getElementById(node.data.id), node.position);
    }
    for (const edge of edges) putElement(cy, "edges", edge);
  });
  return kept;
}

/* Add an element, or bring the one that is there up to date; styling what did not change is what costs.
   Returns the element that was there. */
function putElement(cy, group, { data, classes, position }) {
  const drawn = JSON.stringify([data, classes]),
    there = cy.getElementById(data.id);
  const worn = group === "nodes" ? withLevelClass(classes) : classes;
  if (there.empty()) {
    cy.add({ group, data, classes: worn, position, pannable: true, scratch: { drawn } });
    return null;
  }
  if (there.scratch("drawn") !== drawn) {
    there.removeData(
      Object.keys(there.data())
        .filter((name) => !(name in data))
        .join(" "),
    ); // `data` only adds
    there.data(data).classes(worn).scratch("drawn", drawn);
  }
  return there;
}

/* Browsers move some hundred cards smoothly; more are put in their places at once. Returns whether they glide. */
function moveCards(cy, kept) {
  const moved = [...kept].filter(
    ([node, { x, y }]) => Math.abs(node.position("x") - x) >= 1 || Math.abs(node.position("y") - y) >= 1,
  );
  const animated = !prefersReducedMotion() && moved.length <= MOST_GLIDING;
  cy.batch(() => {
    for (const [node, position] of moved) {
      node.stop(true);
      if (animated) node.animate({ position }, { duration: GLIDE_MS, easing: "ease-in-out-cubic" });
      else node.position(position);
    }
  });
  return animated;
}

/* --- one drawing ------------------------------------------------------------------------------- */

/* Where to look: where one looked when one was here before, or so that the focus stays where it stands in view. What
   is only opened, hidden or coloured otherwise moves nothing; another question about the same focus is fitted. */
function chooseView(cy, nodes, { asked, start, flow }, stood, before) {
  if (before) return shiftView(before, { x: -corner.x, y: -corner.y });
  if (!stood || (start === current.start && asked !== current.asked)) return fitView(cy, nodes, start);
  const same = start === current.start && flow === current.flow;
  const point = toRendered(getView(cy), stood);
  return same ? { fits, ...holdView(cy, nodes, start, point) } : keepFocusInPlace(cy, nodes, start, point);
}

function moveToView(cy, to, animated) {
  ({ fits = null } = to);
  moveCamera(cy, to, animated);
}

/* Resolves when the new picture has been painted; what stays glides to its place when the page has said so.
   `before` is the view, in the window, that belongs to this picture already. */
export async function drawGraph({ asked, start, elements }, before = null) {
  const cy = await prepareCanvas();
  if (!elements) cy.elements().remove();
  else {
    const { nodes, lanes, flow } = elements,
      first = cy.nodes().empty(),
      former = cy.getElementById(start),
      from = getView(cy);
    orientation.set(flow);
    const to = chooseView(
      cy,
      nodes,
      { asked, start, flow },
      former.nonempty() ? former.position() : null,
      before,
    );
    fits = to.fits ?? null;
    if (first) moveCamera(cy, to, false); // before there are cards that would have to change with the zoom
    const kept = updateElements(cy, elements);
    cy.emit("lineage-drawn", [lanes, nodes]);
    await waitForPaint();
    requestIdleCallback(
      () => {
        clearHighlight(cy); // what the pointer lit up before the click
        cy.emit("lineage-settled");
        const animated = moveCards(cy, kept),
          now = getView(cy);
        if (fits) moveCamera(cy, fitView(cy, nodes, start, fits.whole), animated && !first);
        else if (!first && now.zoom === from.zoom) {
          // else the reader has turned to something
          moveCamera(cy, shiftView(to, { x: now.pan.x - from.pan.x, y: now.pan.y - from.pan.y }), animated);
        }
      },
      { timeout: GLIDE_MS },
    );
  }
  current = { asked, start, flow: elements?.flow ?? null };
}

/* Cytoscape renders in the next frame, before this callback: it asked for that frame earlier. */
const waitForPaint = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

const listCards = (nodes) => nodes.map((n) => ({ data: { id: n.id() }, position: n.position() }));
const listShownCards = (cy) => listCards(cy.nodes());

/* Turn to some of the cards, as near as all of them allow. */
export const bringIntoView = (cy, nodes) =>
  moveToView(cy, { ...fitView(cy, listCards(nodes), null, true), fits: null }, true);

const VIEWS = {
  present: (cy) => fitView(cy, listShownCards(cy), current.start),
  fit: (cy) => fitView(cy, listShownCards(cy), current.start, true),
  centre: (cy) => centerView(cy, cy.getElementById(current.start).position()),
  in: (cy) => zoomView(cy, 1.4),
  out: (cy) => zoomView(cy, 1 / 1.4),
};

export async function moveTo(how) {
  const cy = await findCanvas();
  if (cy.nodes().nonempty()) moveToView(cy, VIEWS[how](cy), true);
}
