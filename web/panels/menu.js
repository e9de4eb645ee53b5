// Shows the menu of a card, or of the canvas around: right click, long press, the menu key or Shift+F10.

/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { NeighborCounts, Point } from "../types.d.ts" */
/** @import { Tooltip } from "../graph/tooltip.js" */
/** @import { Selection } from "../state/selection.js" */
/** @import { MenuItem } from "./menu-items.js" */
import { createButton, createElement } from "../dom/create-element.js";
import { findTarget } from "../dom/get-element.js";

const EDGE = 8;

/**
 * Return the number of the item to which a key leads; -1 for none. A letter leads to the next title that begins so.
 *
 * @param {string} key
 * @param {number} index of the present item
 * @param {readonly string[]} titles
 */
export function stepItem(key, index, titles) {
  const { length } = titles;
  if (key === "ArrowDown") return (index + 1) % length;
  if (key === "ArrowUp") return (index - 1 + length) % length;
  if (key === "Home") return 0;
  if (key === "End") return length - 1;
  if (key.length !== 1 || key === " ") return -1;
  const order = titles.map((_, i) => (index + 1 + i) % length);
  return order.find((i) => titles[i].toLowerCase().startsWith(key.toLowerCase())) ?? -1;
}

/**
 * Return where a panel begins: beside the pointer, or where there is room for it.
 *
 * @param {number} place
 * @param {number} size
 * @param {number} room
 */
export const placeInRoom = (place, size, room) => Math.max(EDGE, Math.min(place, room - size - EDGE));

/**
 * Say how many neighbors an item would bring.
 *
 * @param {NeighborCounts} counts
 * @param {"up" | "down"} side
 */
export function describeCount({ unseen, more, why }, side) {
  if (why) return "not known";
  const count = unseen[side] ?? 0;
  return count ? `${count}${more.includes(side) ? "+" : ""} more` : "none";
}

/** @param {MenuItem} item */
function createItemButton({ title, keys, side }) {
  const button = createButton("", title);
  button.role = "menuitem";
  button.tabIndex = -1;
  if (side) button.dataset.side = side;
  if (keys) {
    button.setAttribute("aria-keyshortcuts", keys.replace("Ctrl", "Control"));
    const hint = createElement("kbd", "", keys.replace("+", " "));
    hint.setAttribute("aria-hidden", "true");
    button.append(hint);
  }
  return button;
}

function createSeparator() {
  const line = createElement("hr");
  line.role = "separator";
  return line;
}

/**
 * @param {HTMLButtonElement} button
 * @param {NeighborCounts} counts
 */
function addCount(button, counts) {
  const side = /** @type {"up" | "down"} */ (button.dataset.side);
  button.append(createElement("span", "count", describeCount(counts, side)));
  button.title = counts.why ?? "";
  button.classList.toggle("nothing", !counts.why && !counts.unseen[side]); // it still answers, and says so
}

/**
 * @param {Core} cy
 * @param {object} options
 * @param {(node: NodeSingular | null) => MenuItem[]} options.listItems
 * @param {Selection} options.selection
 * @param {Tooltip} options.tooltip
 * @param {(node: NodeSingular | null) => void} options.focusCanvas
 * @param {(id: string) => Promise<NeighborCounts | null>} options.loadCounts
 */
export function createMenu(cy, { listItems, selection, tooltip, focusCanvas, loadCounts }) {
  const canvas = /** @type {HTMLElement} */ (cy.container());
  const panel = createElement("div", "menu");
  panel.role = "menu";
  panel.hidden = true;
  canvas.closest("main")?.append(panel);
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  /** @type {NodeSingular | null} */
  let card = null;

  /** @param {NodeSingular} node @param {readonly HTMLButtonElement[]} counted */
  async function showCounts(node, counted) {
    if (node.data("role") === "group") return;
    const counts = await loadCounts(node.id());
    if (!counts) return;
    for (const button of counted) addCount(button, counts);
    if (!counts.why) cy.emit("lineage-counted");
  }

  /** @param {MenuItem} item */
  function renderItem(item) {
    const button = createItemButton(item);
    button.addEventListener("click", () => {
      close();
      item.run();
    });
    return button;
  }

  /** @param {NodeSingular | null} node @param {Point} point on the canvas */
  function open(node, point) {
    card = node;
    const items = listItems(node);
    buttons = items.map(renderItem);
    panel.setAttribute("aria-label", node ? node.data("title") : "Picture");
    panel.replaceChildren(
      ...items.flatMap(({ section }, i) =>
        i && section > items[i - 1].section ? [createSeparator(), buttons[i]] : [buttons[i]],
      ),
    );
    tooltip.hide();
    panel.hidden = false;
    const { x, y } = canvas.getBoundingClientRect();
    panel.style.left = `${placeInRoom(x + point.x, panel.offsetWidth, window.innerWidth)}px`;
    panel.style.top = `${placeInRoom(y + point.y, panel.offsetHeight, window.innerHeight)}px`;
    buttons[0].focus({ preventScroll: true });
    if (node)
      showCounts(
        node,
        buttons.filter(({ dataset }) => dataset.side),
      );
  }

  /** @param {{ toCanvas?: boolean }} [options] whether the keyboard returns to the canvas */
  function close({ toCanvas = true } = {}) {
    if (panel.hidden) return;
    panel.hidden = true;
    if (toCanvas) focusCanvas(card);
  }

  panel.addEventListener("keydown", (event) => {
    if (event.key === "Tab") return close();
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const titles = buttons.map(({ textContent }) => textContent ?? "");
    const next = hasModifier ? undefined : buttons[stepItem(event.key, index, titles)];
    if (event.key === "Escape") close();
    else if (next) next.focus();
    else return undefined;
    event.preventDefault();
    event.stopPropagation(); // Esc elsewhere ends the presentation
    return undefined;
  });
  panel.addEventListener("contextmenu", (event) => event.preventDefault());
  panel.addEventListener("pointermove", (event) => findTarget(event, "button")?.focus({ preventScroll: true }));
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget !== canvas && !panel.contains(/** @type {Node | null} */ (relatedTarget))) {
      close({ toCanvas: false });
    }
  });

  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return;
    event.preventDefault(); // also the browser's own event for the key
    const node = selection.getSelected();
    const box = node?.renderedBoundingBox({ includeLabels: false });
    open(node, box ? { x: box.x2, y: box.y1 } : { x: cy.width() / 2, y: cy.height() / 2 });
  });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  cy.on("cxttap taphold", "node", (event) => open(event.target, event.renderedPosition));
  cy.on("cxttap", (event) => {
    if (event.target === cy || event.target.isEdge()) open(null, event.renderedPosition);
  });
  cy.on("tapstart pan zoom lineage-drawn", () => close({ toCanvas: false }));
  cy.on("tap", () => {
    if (!panel.hidden) buttons[0].focus({ preventScroll: true }); // the end of a long press
  });
}
