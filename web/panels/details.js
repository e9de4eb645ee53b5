// Shows facts about the focus. The panel belongs to the entity that its `data-arn` names.

import { createButton, createElement } from "../dom/create-element.js";
import { getElement } from "../dom/get-element.js";
import { insertMarkup } from "./markup.js";

const LATE_MS = 2000; // until what a slow account has not told in time is asked for again

/**
 * Empty the panel for a new focus. Its name, which the card shows too, stands there until its facts arrive.
 *
 * @param {string} arn empty for no focus
 * @param {string} name
 * @param {string} title what kind of entity it is
 */
export function awaitDetails(arn, name, title) {
  const panel = getElement("details");
  if (panel.dataset.focus === arn) return; // it may show another entity meanwhile
  panel.dataset.focus = arn;
  panel.querySelector(".peek")?.remove();
  emptyPanel(panel, { arn, name, title });
}

/**
 * Empty the panel for another entity than the focus.
 *
 * @param {{ arn: string, name: string, title: string }} entity
 */
export const peekDetails = (entity) => emptyPanel(getElement("details"), entity);

/**
 * @param {HTMLElement} panel
 * @param {{ arn: string, name: string, title: string }} entity
 */
function emptyPanel(panel, { arn, name, title }) {
  if (panel.dataset.arn === arn) return;
  panel.dataset.arn = arn;
  panel.setAttribute("aria-busy", String(arn !== ""));
  if (!panel.firstChild) return; // it shows nothing of another focus
  const parts = [
    createElement("div", "eyebrow", title),
    createElement("h2", "name", name),
    createElement("p", "quiet", "Loading details…"),
  ];
  insertMarkup("details", arn ? parts.map((part) => part.outerHTML).join("") : "");
}

/** Show what matters about the focus, which comes with the picture, in its details. */
export function showKeyFacts() {
  const panel = getElement("details");
  if (panel.dataset.arn !== panel.dataset.focus) return; // it shows another entity
  const facts = [...getElement("key-facts").childNodes].map((node) => node.cloneNode(true));
  panel.querySelector(".key-facts")?.replaceChildren(...facts);
}

/**
 * Show facts, unless the focus has changed since they were requested.
 *
 * The server does not know here which neighbors are on highlighted paths; their links keep the paths.
 *
 * @param {{ arn: string, html: string, is_late: boolean }} details
 * @param {object} navigation
 * @param {(arn: string) => string} navigation.linkTo
 * @param {(arn: string) => boolean} navigation.isOnPath
 * @param {(arn: string) => void} navigation.requestAgain
 */
export function showDetails({ arn, html, is_late }, { linkTo, isOnPath, requestAgain }) {
  const panel = getElement("details");
  if (panel.dataset.arn !== arn) return;
  panel.setAttribute("aria-busy", "false");
  if (is_late) setTimeout(() => panel.dataset.arn === arn && requestAgain(arn), LATE_MS);
  insertMarkup("details", html);
  showKeyFacts();
  if (arn && arn !== panel.dataset.focus) {
    const link = createElement("a", "button", "Focus here");
    link.href = linkTo(arn);
    const back = createButton("button", "Back to the focus");
    back.dataset.peek = panel.dataset.focus;
    panel.prepend(createElement("div", "actions peek", link, back));
  }
  for (const item of /** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll("li[data-arn]"))) {
    const link = item.querySelector("a");
    const neighbor = item.dataset.arn ?? "";
    if (link && isOnPath(neighbor)) link.href = linkTo(neighbor);
  }
}
