// The menu of a card, or of the canvas: right click, long press, the menu key or Shift+F10.

import { showNeighborCounts } from "../graph/expansion-badges.js";
import { hideTooltip } from "../graph/tooltip.js";
import { isNewSection, listFittingItems } from "./menu-items.js";

const EDGE = 8;
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** @param {string} tag @param {string} className @param {string} [text] */
function createElement(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

/** @param {{words: string, keys?: string, side?: string}} item */
function createButton({ words, keys, side }) {
  const button = createElement("button", "", words);
  Object.assign(button, { type: "button", role: "menuitem", tabIndex: -1 });
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
  const line = createElement("hr", "");
  line.setAttribute("role", "separator");
  return line;
}

/** Place the menu beside the pointer, or where there is room for it in the window.
 * @param {HTMLElement} panel @param {{x: number, y: number}} point */
function placeMenu(panel, { x, y }) {
  /** @param {number} at @param {number} size @param {number} room */
  const clamp = (at, size, room) => Math.max(EDGE, Math.min(at, room - size - EDGE));
  panel.style.left = `${clamp(x, panel.offsetWidth, window.innerWidth)}px`;
  panel.style.top = `${clamp(y, panel.offsetHeight, window.innerHeight)}px`;
}

/** The button that a key leads to; null or undefined for none.
 * @template {{textContent: string | null}} T
 * @param {T[]} buttons
 * @param {number} current index of the focused button, -1 for none
 * @param {string} key */
export function findMenuTarget(buttons, current, key) {
  if (key in STEPS) return buttons[(current + STEPS[key] + buttons.length) % buttons.length];
  if (key === "Home") return buttons[0];
  if (key === "End") return buttons.at(-1);
  if (key.length !== 1) return null;
  const following = [...buttons.slice(current + 1), ...buttons];
  return following.find(({ textContent }) => textContent?.toLowerCase().startsWith(key.toLowerCase()));
}

/**
 * @param {import("cytoscape").Core} cy
 * @param {import("./menu-items.js").MenuItem[]} items
 * @param {{getSelected: () => any}} selection
 * @param {(node: any) => void} focusCanvas
 */
export function addMenu(cy, items, { getSelected }, focusCanvas) {
  const canvas = /** @type {HTMLElement} */ (cy.container());
  const panel = createElement("div", "menu");
  panel.setAttribute("role", "menu");
  panel.hidden = true;
  canvas.closest("main")?.append(panel);
  const listButtons = () => [...panel.querySelectorAll("button")];
  /** @type {any} */
  let card = null;

  /** @param {any} node @param {{x: number, y: number}} point */
  function open(node, { x, y }) {
    card = node;
    const fitting = listFittingItems(items, node),
      buttons = fitting.map(createButton);
    panel.setAttribute("aria-label", node ? node.data("title") : "Picture");
    panel.replaceChildren(
      ...buttons.flatMap((button, i) =>
        i && isNewSection(fitting[i - 1], fitting[i]) ? [createSeparator(), button] : [button],
      ),
    );
    for (const [i, button] of buttons.entries()) {
      button.addEventListener("click", () => {
        close();
        fitting[i].run(node);
      });
    }
    hideTooltip(cy);
    panel.hidden = false;
    const box = canvas.getBoundingClientRect();
    placeMenu(panel, { x: box.x + x, y: box.y + y });
    buttons[0].focus({ preventScroll: true });
    if (node)
      showNeighborCounts(
        node,
        buttons.filter(({ dataset }) => dataset.side),
      );
  }

  function close({ returnFocus = true } = {}) {
    if (panel.hidden) return;
    panel.hidden = true;
    if (returnFocus) focusCanvas(card); // from the card the keys lead on
  }

  panel.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (key === "Tab") return close();
    const buttons = listButtons(),
      current = buttons.indexOf(/** @type {any} */ (document.activeElement));
    const target = !ctrlKey && !metaKey && !altKey && key !== " " && findMenuTarget(buttons, current, key);
    if (key === "Escape") close();
    else if (target) target.focus();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Esc elsewhere ends presenting
  });
  panel.addEventListener("contextmenu", (event) => event.preventDefault());
  panel.addEventListener("pointermove", ({ target }) =>
    /** @type {Element} */ (target).closest("button")?.focus({ preventScroll: true }),
  );
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    const next = /** @type {Element | null} */ (relatedTarget);
    if (!panel.contains(next) && next !== canvas) close({ returnFocus: false });
  });

  /* By keyboard, at the selected card. The browser's own event for the key comes to nothing. */
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return;
    event.preventDefault();
    const node = getSelected();
    const middle = { x2: cy.width() / 2, y1: cy.height() / 2 };
    const { x2, y1 } = node?.renderedBoundingBox({ includeLabels: false }) ?? middle;
    open(node, { x: x2, y: y1 });
  });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  cy.on("cxttap taphold", "node", (event) => open(event.target, event.renderedPosition));
  cy.on("cxttap", (event) => {
    if (event.target === cy || event.target.isEdge()) open(null, event.renderedPosition);
  });
  cy.on("tapstart pan zoom lineage-drawn", () => close({ returnFocus: false }));
  cy.on("tap", () => {
    if (!panel.hidden) listButtons()[0].focus({ preventScroll: true }); // the end of a long press
  });
}
