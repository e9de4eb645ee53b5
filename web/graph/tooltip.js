// Shows what a card is, beside it.

import { createElement } from "../dom/create-element.js";
/** @import { Core, NodeSingular } from "cytoscape" */
/** @import { NodeData } from "../types.d.ts" */
import { formatNumber } from "../dom/format-number.js";
import { splitCapitals } from "../dom/split-capitals.js";

/** @typedef {ReturnType<typeof createTooltip>} Tooltip */

const DISTANCE = 10;
const EDGE = 8;

/**
 * Return the lines about a group: its first names, and how many more there are.
 *
 * @param {NodeData} data
 */
export function describeGroup({ names = [], count = 0 }) {
  const more = count - names.length;
  return more > 0 ? [...names, `and ${formatNumber(more)} more`] : names;
}

/**
 * Return the lines about an entity, without its title.
 *
 * @param {NodeData} data
 * @param {boolean} isStub whether an association names it and nothing more is known
 */
export function describeEntity(data, isStub) {
  const { subtitle, type_title: typeTitle, type, lineage_type, account, created, status, author, findings } = data;
  const kind = splitCapitals(lineage_type);
  return [
    subtitle,
    [typeTitle, type && type !== typeTitle ? `${type} · ${kind}` : kind].filter(Boolean).join(" · "),
    [status, author && `by: ${author}`, created && `created ${created}`].filter(Boolean).join(" · "),
    account && `Account ${account}`,
    findings ? `${formatNumber(findings)} ${findings === 1 ? "finding" : "findings"} of the checks` : "",
    isStub ? "Named by an association, but not readable: another account, or reading was cut." : "",
  ].filter(Boolean);
}

/** @param {NodeSingular} node */
function renderNode(node) {
  /** @type {NodeData} */
  const data = node.data();
  const isGroup = data.role === "group";
  const lines = isGroup ? describeGroup(data) : describeEntity(data, node.hasClass("stub"));
  const hasSource = !isGroup && data.source_uri && data.source_uri !== data.title;
  return [
    createElement("strong", "", isGroup ? data.type_title : data.title),
    ...lines.map((line) => createElement("span", "", line)),
    ...(hasSource ? [createElement("code", "", createElement("bdi", "", data.source_uri))] : []),
  ];
}

/**
 * @param {Core} cy
 * @param {(role: string) => string} invite says what a click on a card does
 */
export function createTooltip(cy, invite) {
  const tooltip = /** @type {HTMLElement} */ (cy.container()?.parentElement?.querySelector(".tooltip"));

  /** @type {NodeSingular | null} */
  let shown = null;

  /** @param {NodeSingular} node */
  function place(node) {
    const box = node.renderedBoundingBox({ includeLabels: false });
    const { offsetWidth: width, offsetHeight: height } = tooltip;
    const left = Math.min(Math.max(EDGE, (box.x1 + box.x2 - width) / 2), cy.width() - width - EDGE);
    const isBelow = box.y2 + DISTANCE + height < cy.height();
    const top = isBelow ? box.y2 + DISTANCE : Math.max(EDGE, box.y1 - height - DISTANCE);
    tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  return {
    /**
     * @param {NodeSingular} node
     * @param {string} [invitation] says what to do with the card
     */
    show(node, invitation) {
      tooltip.replaceChildren(...renderNode(node), createElement("em", "", invitation ?? invite(node.data("role"))));
      tooltip.hidden = false;
      shown = node;
      place(node);
    },
    hide() {
      tooltip.hidden = true;
    },

    /** Return the card that is described; null for none. */
    getNode: () => (tooltip.hidden ? null : shown),
  };
}
