// Expands the graph at a card, and takes that back. Both change the address; a live region says what came.

/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { ExpansionBadges, NodeData, NodeElement, Reach } from "../types.d.ts" */
/** @import { Camera } from "./camera.js" */
/** @import { Tooltip } from "./tooltip.js" */
import { formatNumber } from "../dom/format-number.js";

/** @typedef {ReturnType<typeof createExpansion>} Expansion */

const SHOWN_MS = 2500;
const SETTLED_MS = 400; // until cards have glided to their places

/** @type {Record<Reach, string>} */
const PLACES = {
  up: "upstream of",
  "all-up": "upstream of",
  down: "downstream of",
  "all-down": "downstream of",
  both: "around",
  all: "around",
};

/** @param {NodeSingular} node @returns {ExpansionBadges} */
const getBadges = (node) => node.data("beyond") ?? {};

/** @param {NodeSingular} node */
const isGroup = (node) => node.data("role") === "group";

/** @param {NodeSingular} node */
export const isCollapsed = (node) => Boolean(getBadges(node).contracted);

/** @param {NodeSingular} node */
export const canExpand = (node) => !isGroup(node) && !isCollapsed(node);

/** Whether something beyond a card can be left out. @param {NodeSingular} node */
export const canCollapse = (node) =>
  canExpand(node) && (Boolean(getBadges(node).expanded) || node.data("role") !== "start");

/** Count the entities that cards stand for. @param {readonly Pick<NodeData, "count">[]} cards */
export const countEntities = (cards) => cards.reduce((sum, { count }) => sum + (count ?? 1), 0);

/**
 * Say how a graph changed.
 *
 * @param {number} difference in entities
 * @param {string} place "upstream of", "around", …
 * @param {string} name of the card
 */
export function describeChange(difference, place, name) {
  if (!difference) return `Nothing more to show ${place} ${name}`;
  const amount = Math.abs(difference);
  const entities = `${formatNumber(amount)} ${amount === 1 ? "entity" : "entities"}`;
  return `${entities} ${difference > 0 ? "more" : "fewer"}, ${place} ${name}`;
}

/**
 * @param {Core} cy
 * @param {object} options
 * @param {{ withExpansion(id: string, reach: Reach): string, withCollapse(id: string): string }} options.url
 * @param {{ go(search: string): void, focus(id: string): void }} options.navigation
 * @param {Camera} options.camera
 * @param {Tooltip} options.tooltip
 * @param {(text: string) => void} options.announce
 */
export function createExpansion(cy, { url, navigation, camera, tooltip, announce }) {
  /** @type {{ id: string, name: string, place: string, count: number, before: Set<string> } | null} */
  let awaited = null; // the change that was asked for, until its graph is drawn

  /**
   * @param {NodeSingular} node
   * @param {string} search
   * @param {string} place
   */
  function change(node, search, place) {
    const cards = cy.nodes().map((one) => one.data());
    const before = new Set(cards.map(({ id }) => id));
    awaited = { id: node.id(), name: node.data("title"), place, count: countEntities(cards), before };
    camera.releaseFit(); // an expanded graph is not fitted into the window again
    navigation.go(search);
  }

  cy.on("lineage-drawn", (_, _headings, /** @type {readonly NodeElement[]} */ nodes) => {
    if (!awaited) return;
    const { id, name, place, count, before } = awaited;
    const difference = countEntities(nodes.map(({ data }) => data)) - count;
    const added = nodes.filter(({ data }) => !before.has(data.id));
    awaited = null;
    setTimeout(() => {
      const words = describeChange(difference, place, name);
      announce(words);
      const node = cy.getElementById(id);
      if (!difference && node.nonempty()) {
        tooltip.show(node, words); // who looks at the card sees no other change
        setTimeout(tooltip.hide, SHOWN_MS);
      }
      if (added.length) camera.revealNodes([...nodes.filter(({ data }) => data.id === id), ...added]);
    }, SETTLED_MS);
  });

  return {
    /**
     * Expand a card; a group opens instead, because nothing lies beyond it that does not lie beyond its members.
     *
     * @param {NodeSingular} node
     * @param {Reach} [reach]
     */
    expand(node, reach = "both") {
      if (isGroup(node)) navigation.focus(node.id());
      else change(node, url.withExpansion(node.id(), reach), PLACES[isCollapsed(node) ? "both" : reach]);
    },

    /** @param {NodeSingular} node */
    collapse(node) {
      if (canCollapse(node)) change(node, url.withCollapse(node.id()), "beyond");
    },
  };
}
