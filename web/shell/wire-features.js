// Wires what the explorer offers on a canvas: pointer, keyboard, menu, find, outline, paths, expansion.

/** @import { NodeSingular } from "cytoscape" */
import { readTable } from "../data/table-reading.js";
import { getElement, isFromField } from "../dom/get-element.js";
/** @import { NeighborCountStore } from "../data/neighbor-counts.js" */
/** @import { Canvas, GraphView } from "../graph/graph-view.js" */
/** @import { Orientation } from "../graph/orientation.js" */
/** @import { HistoryState } from "../state/history-state.js" */
/** @import { Navigation } from "../state/navigation.js" */
/** @import { Url } from "../state/url.js" */
import { wireDragging } from "../graph/dragging.js";
import { createExpansion } from "../graph/expand-collapse.js";
import { createExpansionBadges } from "../graph/expansion-badges.js";
import { clearHighlight, highlightRelatives } from "../graph/highlight.js";
import { createKeyboardNavigation } from "../graph/keyboard-navigation.js";
import { createMinimap } from "../graph/minimap.js";
import { wirePointer } from "../graph/pointer.js";
import { rememberCamera } from "../graph/remember-camera.js";
import { revealPaths } from "../graph/reveal-paths.js";
import { createStageHeadings } from "../graph/stage-headings.js";
import { createTooltip } from "../graph/tooltip.js";
import { createFind } from "../panels/find.js";
import { addFindBar } from "../panels/find-bar.js";
import { createMenu } from "../panels/menu.js";
import { listCanvasItems, listCardItems, toggleStart } from "../panels/menu-items.js";
import { createOutline } from "../panels/outline.js";
import { createPathPicker } from "../panels/path-picker.js";
import { preparePrint } from "../paper/paper-document.js";
import { createSelection } from "../state/selection.js";
import { wirePhoneTabs } from "./phone-tabs.js";
import { announce } from "./shortcuts.js";

/**
 * @typedef {object} Services
 * @property {Url} url
 * @property {Navigation} navigation
 * @property {HistoryState} history
 * @property {Orientation} orientation
 * @property {GraphView["look"]} look
 * @property {NeighborCountStore} neighborCounts
 * @property {(node: NodeSingular) => void} showDetails
 */

/** @type {Record<string, string>} */
const INVITATIONS = { start: "Current focus", group: "Click to open it", other: "Click to focus, D for details" };

/** @param {string} text @param {string} what */
function copyText(text, what) {
  navigator.clipboard.writeText(text);
  announce(`${what} copied`);
}

/**
 * Wire what only shows the graph: headings, print, minimap, and its view in the history.
 *
 * @param {Canvas} canvas
 * @param {Services} services
 */
function wireViews({ cy, camera }, { url, history, orientation }) {
  createStageHeadings(cy, orientation);
  showZoomLevel(cy);
  preparePrint(cy, orientation, () => readTable(url.withView("table"), history.getPreviousLayout()));
  createMinimap(cy, camera);
  revealPaths(cy, camera, url.getPathsKey);
  rememberCamera(cy, camera, history.saveCamera);
}

/** Show the zoom in percent, of cards in their own size. @param {import("cytoscape").Core} cy */
function showZoomLevel(cy) {
  const level = getElement("zoom-level");
  const update = () => {
    level.textContent = `${Math.round(cy.zoom() * 100)} %`;
  };
  cy.on("zoom", update);
  update();
}

/**
 * Let cards be dragged, and put back.
 *
 * @param {import("cytoscape").Core} cy
 * @param {Services} services
 */
function wireMoves(cy, { url, navigation }) {
  const button = getElement("reset-moves");
  wireDragging(cy, (id, by) => navigation.go(url.withMove(id, by)));
  button.addEventListener("click", () => navigation.go(url.withoutMoves()));
  cy.on("lineage-drawn", () => {
    button.hidden = !url.hasMoves();
  });
}

/**
 * Let keys act on the card that is looked at, which stays where it is.
 *
 * @param {() => NodeSingular | undefined} getNode
 * @param {Record<string, (node: NodeSingular) => void>} actions by key
 */
function wireCardKeys(getNode, actions) {
  document.addEventListener("keydown", (event) => {
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const act = actions[event.key.toLowerCase()];
    if (!act || hasModifier || isFromField(event, "[contenteditable], dialog")) return;
    const node = getNode();
    if (!node || node.data("role") === "group") return;
    event.preventDefault();
    act(node);
  });
}

/**
 * @param {Canvas} canvas
 * @param {Services} services
 */
export function wireFeatures(canvas, services) {
  const { cy, camera } = canvas;
  const { url, navigation, orientation, look, neighborCounts, showDetails } = services;
  const { go, focus } = navigation;
  const tooltip = createTooltip(cy, (role) => INVITATIONS[role] ?? INVITATIONS.other);
  const pathPicker = createPathPicker(cy, { url, go, announce });
  wirePointer(cy, {
    tooltip,
    onRest: (node) => navigation.prefetch(navigation.linkTo(node.id())),
    onClick(node, event) {
      if (!pathPicker.pick(node, event?.shiftKey)) focus(node.id(), event?.ctrlKey || event?.metaKey);
    },
  });
  wireMoves(cy, services);
  wireViews(canvas, services);
  const selection = createSelection(cy, {
    highlight: highlightRelatives,
    clearHighlight: () => clearHighlight(cy),
    reveal: camera.revealNode,
  });
  const expansion = createExpansion(cy, { url, navigation, camera, tooltip, announce });
  createExpansionBadges(cy, { expansion, orientation, ...neighborCounts });
  const shared = { selection, orientation, tooltip, expansion, pathPicker, navigation, look };
  const { focusCanvas } = createKeyboardNavigation(cy, { ...shared, focus, announce });
  addFindBar(/** @type {HTMLElement} */ (document.querySelector("#outline .outline-head")));
  const outline = createOutline(cy, shared);
  const find = createFind(cy, {
    selection,
    orientation,
    onOpen: () => outline.setOpen(true),
    onClose: focusCanvas,
  });
  document.getElementById("look-for")?.addEventListener("click", find.open);
  wirePhoneTabs(outline);
  wireCardKeys(() => tooltip.getNode() ?? selection.getSelected() ?? cy.nodes(".start")[0], {
    d: showDetails,
    a: (node) => toggleStart(node, { navigation, url }),
  });
  const actions = { ...shared, url, openFind: find.open, copy: copyText, showDetails };
  const listItems = (/** @type {import("cytoscape").NodeSingular | null} */ node) =>
    node ? listCardItems(node, actions) : listCanvasItems(actions);
  createMenu(cy, { listItems, selection, tooltip, focusCanvas, loadCounts: neighborCounts.loadCounts });
}
