// Lists the graph column by column, in step with the canvas. It is written while it is open, when there is time.

/** @import { Core } from "cytoscape" */
/** @import { Heading, NodeData, NodeElement } from "../types.d.ts" */
/** @import { Orientation } from "../graph/orientation.js" */
/** @import { Navigation } from "../state/navigation.js" */
/** @import { Selection } from "../state/selection.js" */
import { createBadge, createElement } from "../dom/create-element.js";
import { findTarget, getElement } from "../dom/get-element.js";
import { countEntities } from "../graph/expand-collapse.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";
import { syncList } from "./synced-list.js";

/** @typedef {{ title: string, at: number, nodes: NodeElement[] }} Column */

const KEY = "lineage-list";
const getStorage = () => window.localStorage;
const NARROW = "(max-width: 1079px)"; // windows in which the list lies over the picture

/**
 * Group nodes by the heading under which they stand, along the flow and each across it. A card alone has no heading.
 *
 * @param {readonly Heading[]} headings
 * @param {readonly NodeElement[]} nodes with the places at which they will stand: on the canvas they may be gliding
 * @param {Orientation} orientation
 * @returns {Column[]}
 */
export function groupByHeading(headings, nodes, { getAlong, getAcross }) {
  const columns = (headings.length ? headings : [{ title: "Entities", at: 0 }]).map(({ title, at }) => ({
    title,
    at,
    nodes: /** @type {NodeElement[]} */ ([]),
  }));
  for (const node of nodes) {
    const measure = (/** @type {Column} */ column) => Math.abs(column.at - getAlong(node.position));
    columns.reduce((best, column) => (measure(column) < measure(best) ? column : best)).nodes.push(node);
  }
  for (const column of columns) {
    column.nodes.sort(
      (a, b) => getAlong(a.position) - getAlong(b.position) || getAcross(a.position) - getAcross(b.position),
    );
  }
  return columns.filter((column) => column.nodes.length).sort((a, b) => a.at - b.at);
}

/**
 * Return the type of an entity, and what tells it apart.
 *
 * @param {NodeData} data
 */
export function describeEntity({ type_title, subtitle }) {
  const saysType = subtitle.toLowerCase().startsWith(type_title.toLowerCase());
  return [saysType ? "" : type_title, subtitle].filter(Boolean).join(" · ");
}

/** Count the associations that lines stand for. @param {readonly { count?: number }[]} lines */
export const countAssociations = (lines) => lines.reduce((sum, { count }) => sum + (count ?? 1), 0);

/**
 * Render one entity as a link, which can also be opened in a new tab.
 *
 * @param {Core} cy
 * @param {NodeData} data
 * @param {string} href
 */
function renderRow(cy, data, href) {
  const node = cy.getElementById(data.id);
  const name = createElement(
    "span",
    "name",
    createElement("bdi", "", data.title),
    createElement("small", "", describeEntity(data)),
  );
  const link = createElement("a", data.role, createBadge(data), name);
  link.href = href;
  link.dataset.arn = data.id;
  if (data.role === "start") link.append(createElement("span", "chip", "Start"));
  if (node.hasClass("between")) {
    link.append(createElement("span", "chip", node.hasClass("end") ? "Path end" : "On a path"));
  }
  link.classList.toggle("aside", node.hasClass("aside"));
  const [incoming, outgoing] = [node.incomers("edge"), node.outgoers("edge")].map((edges) =>
    countAssociations(edges.map((edge) => edge.data())),
  );
  const counts = `${incoming} upstream, ${outgoing} downstream`;
  link.append(createElement("span", "unseen", counts));
  const item = createElement("li", "", link);
  item.hidden = cy.nodes(".found").nonempty() && !node.hasClass("found");
  return item;
}

/**
 * @param {Core} cy
 * @param {object} options
 * @param {Selection} options.selection
 * @param {Orientation} options.orientation
 * @param {Navigation} options.navigation
 */
export function createOutline(cy, { selection, orientation, navigation }) {
  const panel = getElement("outline");
  const button = getElement("show-outline");
  const list = /** @type {HTMLElement} */ (panel.querySelector(".twin"));
  const update = syncList(cy, list, selection);
  /** @type {{ headings: readonly Heading[], nodes: readonly NodeElement[] } | null} */
  let graph = null;
  let isWritten = false;

  /** @param {Column} column */
  function renderColumn({ title, nodes }) {
    const head = createElement(
      "summary",
      "",
      title,
      createElement("span", "count", String(countEntities(nodes.map(({ data }) => data)))),
    );
    const rows = nodes.map(({ data }) => renderRow(cy, data, navigation.linkTo(data.id)));
    const column = createElement("details", "", head, createElement("ol", "", ...rows));
    column.open = true;
    return column;
  }

  function write() {
    if (isWritten || panel.hidden || !graph) return;
    isWritten = true;
    const focused = document.activeElement;
    const arn = focused instanceof HTMLElement && list.contains(focused) ? focused.dataset.arn : undefined;
    list.replaceChildren(...groupByHeading(graph.headings, graph.nodes, orientation).map(renderColumn));
    update();
    if (!arn) return;
    const rows = [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-arn]"))];
    (rows.find((row) => row.dataset.arn === arn) ?? rows[0]).focus();
  }

  /** @param {boolean} isOpen */
  function setOpen(isOpen) {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    write();
  }

  /** Open or close the list for the reader, who finds it so again. @param {boolean} isOpen */
  function toggle(isOpen) {
    setOpen(isOpen);
    if (!window.matchMedia(NARROW).matches) writeStoredJson(getStorage, KEY, isOpen);
    const row = /** @type {HTMLElement | null} */ (list.querySelector("[tabindex='0']"));
    (isOpen ? row : button)?.focus();
  }

  cy.on("lineage-drawn", (_, headings, nodes) => {
    graph = { headings, nodes };
    isWritten = false;
    if (!panel.hidden) requestIdleCallback(write);
  });
  button.addEventListener("click", () => toggle(Boolean(panel.hidden)));
  panel.addEventListener("keydown", (event) => {
    const box = event.target instanceof HTMLInputElement ? event.target : null;
    if (event.key === "ArrowDown" && box) {
      event.preventDefault();
      /** @type {HTMLElement | undefined} */ (
        [...list.querySelectorAll("li:not([hidden]) [data-arn]")].find((row) => row.checkVisibility())
      )?.focus();
    }
    if (event.key !== "Escape" || box?.value) return; // the box is emptied first
    event.preventDefault();
    toggle(false);
  });
  panel.addEventListener("click", (event) => {
    if (findTarget(event, ".outline-head button")) toggle(false);
    const row = findTarget(event, "[data-arn]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigation.focus(row.dataset.arn ?? "");
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    const isBeside = relatedTarget instanceof Element && relatedTarget.closest(".outline, #graph");
    if (!isBeside) selection.select(null);
  });
  if (!window.matchMedia(NARROW).matches && readStoredJson(getStorage, KEY, false)) setOpen(true);
  return { setOpen };
}
