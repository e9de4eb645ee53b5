// Renders what a saved page knows of one entity: its facts, and what lies on either side of it.

import { createBadge, createButton, createElement, createIcon } from "../dom/create-element.js";
/** @import { EdgeCollection, NodeSingular } from "cytoscape" */
/** @import { NodeData } from "../types.d.ts" */
import { splitCapitals } from "../dom/split-capitals.js";

/** @param {string} title @param {string} text */
function createCopyButton(title, text) {
  if (!navigator.clipboard) return []; // a page in a frame may have none
  const button = createButton("button", createIcon("copy"));
  button.title = `Copy ${title}`;
  button.setAttribute("aria-label", button.title);
  button.dataset.copy = text;
  return [button];
}

/** @param {string} title @param {string} value */
const renderFact = (title, value) =>
  value
    ? [
        createElement(
          "div",
          "fact",
          createElement("dt", "", title),
          createElement("dd", "", createElement("bdi", "", value)),
        ),
      ]
    : [];

/** @param {string} title @param {string} value */
function renderLongFact(title, value) {
  const content = createElement("dd", "", createElement("bdi", "", value), ...createCopyButton(title, value));
  return value ? [createElement("div", "fact long", createElement("dt", "", title), content)] : [];
}

/**
 * @param {string} title
 * @param {EdgeCollection} edges
 * @param {"source" | "target"} end at which the neighbors are
 * @param {string} nothing said if there are none
 */
function renderNeighbors(title, edges, end, nothing) {
  const items = edges.map((edge) => {
    const other = edge[end]();
    const link = createButton("link", createElement("bdi", "", other.data("title")));
    link.title = other.id();
    link.dataset.walk = other.id();
    return createElement("li", "", link, createElement("span", "quiet", edge.data("association") || "no type"));
  });
  const body = items.length ? createElement("ul", "", ...items) : createElement("p", "quiet", nothing);
  return createElement("section", "neighbors", createElement("h3", "", `${title} (${items.length})`), body);
}

/** @param {NodeSingular} node @returns {HTMLElement[]} */
export function renderFacts(node) {
  /** @type {NodeData} */
  const data = node.data();
  const gap = "Named by an association; nothing more is known about it.";
  return [
    createElement("div", "eyebrow", createBadge(data), data.type_title),
    createElement("h2", "", data.title),
    ...(data.subtitle ? [createElement("p", "subtitle", data.subtitle)] : []),
    ...(node.hasClass("stub") ? [createElement("p", "gap", gap)] : []),
    createElement(
      "dl",
      "",
      ...renderFact("Category", splitCapitals(data.lineage_type)),
      ...renderFact("Type", data.type),
      ...renderFact(data.type === "Approval" ? "Decision" : "Status", data.status),
      ...renderFact("By", data.author),
      ...renderFact("Created", data.created),
      ...renderFact("Account", data.account),
      ...(data.source_uri === data.title ? [] : renderLongFact("Source", data.source_uri)),
      ...renderLongFact("ARN", node.id()),
    ),
    renderNeighbors("Upstream", node.incomers("edge"), "source", "No upstream entities."),
    renderNeighbors("Downstream", node.outgoers("edge"), "target", "No downstream entities."),
  ];
}
