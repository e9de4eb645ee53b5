// Outline: the graph as a list, stage by stage, in step with the canvas.

import { buildFocusSearch, focusOn } from "../data/navigation.js";
import { findClosest, getElement } from "../state/elements.js";
import { orientation } from "../state/orientation.js";
import { syncList } from "./synced-list.js";

/** @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {string} name @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]} */
function createElement(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

function createBadge({ icon, family }) {
  const drawn = createElement("span", "icon");
  drawn.style.setProperty("--icon", `var(--icon-${icon})`);
  drawn.setAttribute("aria-hidden", "true");
  return createElement("span", `badge family-${family}`, drawn);
}

/** The type of an entity, and what tells it apart.
 * @param {import("../types.js").NodeData} data */
export function describeEntity({ type_title, subtitle }) {
  const saysType = subtitle.toLowerCase().startsWith(type_title.toLowerCase());
  return [saysType ? "" : type_title, subtitle].filter(Boolean).join(" · ");
}

/* A plain link, that also opens in a tab of its own; the plain click is followed without loading the page anew. */
function createRow(cy, data) {
  const node = cy.getElementById(data.id),
    link = createElement("a", data.role);
  link.href = buildFocusSearch(data.id);
  link.dataset.arn = data.id;
  link.append(
    createBadge(data),
    createElement("span", "name", data.title, createElement("small", "", describeEntity(data))),
  );
  if (data.role === "start") link.append(createElement("span", "chip", "Start"));
  if (node.hasClass("between"))
    link.append(createElement("span", "chip", node.hasClass("end") ? "Path end" : "On a path"));
  link.classList.toggle("aside", node.hasClass("aside"));
  link.append(
    createElement(
      "span",
      "unseen",
      `${node.incomers("edge").length} in, ${node.outgoers("edge").length} out`,
    ),
  );
  const item = createElement("li", "", link);
  item.hidden = cy.nodes(".found").nonempty() && !node.hasClass("found");
  return item;
}

/* Cards by the lane whose heading they stand under, along the flow, each across it. Told of where they
   will stand: on the canvas they may be on their way. */
/** @param {{title: string, at: number}[]} lanes @param {import("../types.js").GraphNode[]} nodes */
export function groupByStage(lanes, nodes) {
  const heads = lanes.length ? lanes : [{ title: "Entities", at: 0 }]; // a card alone needs no heading on the canvas
  /** @type {{title: string, at: number, nodes: import("../types.js").GraphNode[]}[]} */
  const held = heads.map(({ title, at }) => ({ title, at, nodes: [] }));
  const { along, across } = orientation;
  for (const node of nodes) {
    const far = (lane) => Math.abs(lane.at - along(node.position));
    held.reduce((best, lane) => (far(lane) < far(best) ? lane : best)).nodes.push(node);
  }
  for (const lane of held)
    lane.nodes.sort(
      (a, b) => along(a.position) - along(b.position) || across(a.position) - across(b.position),
    );
  return held.filter(({ nodes }) => nodes.length).sort((a, b) => a.at - b.at);
}

function createStage(cy, { title, nodes }) {
  const head = createElement("summary", "", title, createElement("span", "count", String(nodes.length)));
  const list = createElement(
    "details",
    "",
    head,
    createElement("ol", "", ...nodes.map(({ data }) => createRow(cy, data))),
  );
  list.open = true;
  return list;
}

export function addOutline(cy, current) {
  const panel = getElement("outline"),
    button = getElement("show-outline");
  const list = /** @type {HTMLElement} */ (panel.querySelector(".twin")),
    follow = syncList(cy, list, current);
  const rows = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-arn]")]);
  /** @type {[{title: string, at: number}[], import("../types.js").GraphNode[]] | null} */
  let graph = null;
  let isWritten = false;

  function writeList() {
    if (isWritten || panel.hidden || !graph) return;
    isWritten = true;
    const former =
      list.contains(document.activeElement) &&
      /** @type {HTMLElement} */ (document.activeElement).dataset.arn;
    list.replaceChildren(...groupByStage(...graph).map((lane) => createStage(cy, lane)));
    follow();
    if (former) (rows().find((row) => row.dataset.arn === former) ?? rows()[0]).focus();
  }

  function toggle(open) {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    writeList();
    /** @type {HTMLElement | null} */ (open ? list.querySelector("[tabindex='0']") : button)?.focus();
  }

  cy.on("lineage-drawn", (_, lanes, nodes) => {
    [graph, isWritten] = [[lanes, nodes], false];
    if (!panel.hidden) requestIdleCallback(writeList);
  });
  button.addEventListener("click", () => toggle(panel.hidden));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    toggle(false);
  });
  panel.addEventListener("click", (event) => {
    if (findClosest(event.target, "button")) toggle(false);
    const link = findClosest(event.target, "[data-arn]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    focusOn(link.dataset.arn ?? "");
  });
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (!findClosest(relatedTarget, ".outline, #graph")) current.show(null);
  });
}
