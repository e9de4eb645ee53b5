// Shows what lies beyond a card, at the side where it lies: how many neighbors are not shown, whether there may be
// more, and what was expanded. A badge is a button; the keyboard has the menu.

/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { ExpansionBadges, NeighborCounts, NodeElement, Point, Side } from "../types.d.ts" */
/** @import { Expansion } from "./expand-collapse.js" */
/** @import { Orientation } from "./orientation.js" */
import { createButton, createElement } from "../dom/create-element.js";
import { getElement } from "../dom/get-element.js";

// Distance of a badge from the side of its card, and from its middle where time flows down.
const DISTANCE = { side: 10, end: 36 };
const LEGIBLE = 0.3;
const LARGE = 0.75; // zoom below which badges shrink no further
const GLIDE_MS = 400;
const DIRECTION = { up: "upstream", down: "downstream" };
/** @type {readonly Side[]} */
const SIDES = ["up", "down"];

/** @typedef {{ text: string, title: string, expands: boolean, isQuiet: boolean }} Badge */

/**
 * Choose the badge of one side of a card.
 *
 * @param {ExpansionBadges & Partial<NeighborCounts>} beyond `more` is known of cards that were asked about
 * @param {Side} side
 * @returns {Badge | null}
 */
export function chooseBadge({ unseen, more, expanded, limits }, side) {
  const direction = DIRECTION[side];
  const count = unseen?.[side];
  const isMinimum = more?.includes(side);
  if (count) {
    const title = `${count}${isMinimum ? " or more" : ""} more ${direction}: expand`;
    return { text: `+${count}${isMinimum ? "+" : ""}`, title, expands: true, isQuiet: false };
  }
  if (expanded?.includes(side)) {
    return { text: "−", title: `Expanded ${direction}: collapse`, expands: false, isQuiet: false };
  }
  if (limits?.includes(side) && more === undefined) {
    const title = `May continue ${direction}: expand`;
    return { text: "…", title, expands: true, isQuiet: true };
  }
  return null;
}

/**
 * @param {Core} cy
 * @param {object} options
 * @param {Expansion} options.expansion
 * @param {Orientation} options.orientation
 * @param {(id: string) => NeighborCounts | undefined} options.getCounts
 * @param {(id: string) => Promise<NeighborCounts | null>} options.loadCounts
 */
export function createExpansionBadges(cy, { expansion, orientation, getCounts, loadCounts }) {
  const sheet = createElement("div");
  const layer = createElement("div", "badges", sheet);
  cy.container()?.after(layer);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  /** @type {Map<string, Point>} */
  let places = new Map(); // where cards stand when all have glided to their places

  /**
   * @param {NodeSingular} node
   * @param {Side} side
   */
  function createBadgeButton(node, side) {
    const badge = chooseBadge({ ...getCounts(node.id()), ...node.data("beyond") }, side);
    if (!badge) return null;
    const button = createButton(badge.isQuiet ? "quiet" : "", badge.text);
    button.tabIndex = -1;
    button.title = badge.title;
    button.setAttribute("aria-label", `${node.data("title")}: ${badge.title}`);
    const { x, y } = places.get(node.id()) ?? node.position();
    const sign = side === "up" ? -1 : 1;
    const isDown = orientation.isDown();
    button.style.left = `${x + (isDown ? 0 : sign * (node.data("width") / 2 + DISTANCE.side))}px`;
    button.style.top = `${y + (isDown ? sign * DISTANCE.end : 0)}px`;
    button.addEventListener("click", () => {
      if (badge.expands) expansion.expand(node, side);
      else expansion.collapse(node);
    });
    return button;
  }

  function build() {
    const buttons = cy
      .nodes()
      .toArray()
      .flatMap((node) => SIDES.map((side) => createBadgeButton(node, side)));
    sheet.replaceChildren(...buttons.filter((button) => button !== null));
    place();
  }

  function place() {
    const zoom = cy.zoom();
    const { x, y } = cy.pan();
    layer.hidden = zoom < LEGIBLE;
    layer.classList.toggle("far", zoom < LARGE); // where they would lie on names, the line below says it for all
    sheet.style.setProperty("--scale", String(Math.max(1, LARGE / zoom)));
    sheet.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
  }

  cy.on("pan zoom resize", place);
  cy.on("lineage-counted", build);
  cy.on("lineage-drawn", (_, _headings, /** @type {readonly NodeElement[]} */ nodes) => {
    places = new Map(nodes.map(({ data, position }) => [data.id, position]));
    sheet.replaceChildren();
    clearTimeout(settling);
    settling = setTimeout(() => requestIdleCallback(build), GLIDE_MS);
  });

  /** Count the focus's neighbors when its facts have come: those list them anyway, so it costs no call. */
  async function countFocus() {
    const details = getElement("details");
    const start = cy.nodes(".start")[0];
    if (!start || start.id() !== details.dataset.arn || details.ariaBusy !== "false") return;
    const counts = await loadCounts(start.id());
    if (counts && !counts.why) build();
  }
  new MutationObserver(() => requestIdleCallback(countFocus)).observe(getElement("details"), { childList: true });
}
