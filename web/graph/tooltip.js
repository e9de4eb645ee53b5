// Tooltip of a card: what it is, and what a click does.

const EDGE = 8,
  GAP = 10; // pixels to the canvas's edge, and to the card

/** @param {string} tag @param {string} text */
function createLine(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/** The first names of a group, and how many more there are.
 * @param {{type_title: string, names: string[], count: number}} data */
function describeGroup({ type_title: title, names, count }) {
  const more = count > names.length ? [`and ${(count - names.length).toLocaleString("en")} more`] : [];
  return [createLine("strong", title), ...[...names, ...more].map((text) => createLine("span", text))];
}

/** @param {import("cytoscape").NodeSingular} node */
function describeEntity(node) {
  const {
    title,
    subtitle,
    type_title: kind,
    type,
    lineage_type,
    account,
    source,
    created,
    status,
  } = node.data();
  const facts = [
    subtitle,
    [kind, type && type !== kind ? `${type} · ${lineage_type}` : lineage_type].filter(Boolean).join(" · "),
    [status, created && `created ${created}`].filter(Boolean).join(" · "),
    account && `Account ${account}`,
    node.hasClass("stub") &&
      "Named by an association, but not readable: another account, or reading was cut.",
  ];
  const lines = [
    createLine("strong", title),
    ...facts.filter(Boolean).map((text) => createLine("span", text)),
  ];
  return source && source !== title ? [...lines, createLine("code", source)] : lines;
}

/** What a click on a card does.
 * @param {string} role */
export const describeClick = (role) =>
  ({ start: "This is the focus", group: "Click to open it" })[role] ?? "Click to make it the focus";

/** @param {HTMLElement} tooltip @param {import("cytoscape").Core} cy @param {import("cytoscape").NodeSingular} node */
function placeTooltip(tooltip, cy, node) {
  const { x1, x2, y1, y2 } = node.renderedBoundingBox({ includeLabels: false });
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const left = Math.min(Math.max(EDGE, (x1 + x2 - width) / 2), cy.width() - width - EDGE);
  const top = y2 + GAP + height < cy.height() ? y2 + GAP : Math.max(EDGE, y1 - height - GAP);
  tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

/** @param {import("cytoscape").Core} cy @returns {HTMLElement | null | undefined} */
const findTooltip = (cy) => cy.container()?.parentElement?.querySelector(".tooltip");

/** Show what a card is.
 * @param {import("cytoscape").Core} cy @param {import("cytoscape").NodeSingular} node
 * @param {string} action what to do with it */
export function showTooltip(cy, node, action) {
  const tooltip = findTooltip(cy);
  if (!tooltip) return;
  const lines = node.data("role") === "group" ? describeGroup(node.data()) : describeEntity(node);
  tooltip.replaceChildren(...lines, createLine("em", action));
  tooltip.hidden = false;
  placeTooltip(tooltip, cy, node);
}

/** @param {import("cytoscape").Core} cy */
export function hideTooltip(cy) {
  const tooltip = findTooltip(cy);
  if (tooltip) tooltip.hidden = true;
}
