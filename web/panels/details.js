// The details panel. It belongs to one focus, which its `data-arn` names.

import { putMarkup } from "../data/markup.js";

const findPanel = () => /** @type {HTMLElement} */ (document.getElementById("details"));

/** @param {string} name @param {string} text @param {string} className */
const formatElement = (name, text, className) =>
  Object.assign(document.createElement(name), { textContent: text, className }).outerHTML;

/** Empty the panel when the focus changes; its name stands there until its details arrive.
 * @param {string} arn @param {string} name @param {string} title type of the entity */
export function awaitDetails(arn, name, title) {
  const panel = findPanel();
  if (panel.dataset.arn === arn) return;
  panel.dataset.arn = arn;
  panel.setAttribute("aria-busy", String(arn !== ""));
  if (!panel.firstChild) return; // nothing of another focus is there
  const parts = [formatElement("div", title, "eyebrow"), formatElement("h1", name, "")];
  putMarkup("details", arn ? [...parts, formatElement("p", "Reading its facts…", "quiet")].join("") : "");
}

/** Show details, unless the focus has changed since they were requested.
 * @param {{arn: string, html: string}} details */
export function showDetails({ arn, html }) {
  const panel = findPanel();
  if (panel.dataset.arn !== arn) return;
  panel.setAttribute("aria-busy", "false");
  putMarkup("details", html);
}
