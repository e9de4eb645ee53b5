// Lists what the menu of a card, or of the canvas around, has to offer.

/** @import { NodeSingular } from "cytoscape" */
/** @import { Side } from "../types.d.ts" */
/** @import { Expansion } from "../graph/expand-collapse.js" */
/** @import { Url } from "../state/url.js" */
/** @import { Navigation } from "../state/navigation.js" */
import { canCollapse, canExpand, isCollapsed } from "../graph/expand-collapse.js";

/**
 * @typedef {object} MenuItem
 * @property {number} section a line stands between sections
 * @property {string} title
 * @property {string} [keys] do the same from the keyboard
 * @property {Side} [side] where what it brings would stand, so that the menu can say how much that is
 * @property {() => void} run
 */

/**
 * @typedef {object} MenuActions
 * @property {Navigation} navigation
 * @property {Expansion} expansion
 * @property {{ pick(node: NodeSingular, asked: boolean): unknown, getPicked(): string | null }} pathPicker
 * @property {(look: "fit" | "center") => void} look
 * @property {() => void} openFind
 * @property {(node: NodeSingular) => void} showDetails
 * @property {(text: string, what: string) => void} copy
 * @property {Pick<Url, "hasMoves" | "withoutMoves" | "getStarts" | "withStarts">} url
 */

/**
 * Add an entity to the starts whose lineage is shown together, or leave it out. The focus stays.
 *
 * @param {NodeSingular} node
 * @param {Pick<MenuActions, "navigation" | "url">} actions
 */
export function toggleStart(node, { navigation, url }) {
  const [focus, ...others] = url.getStarts();
  if (isGroup(node) || !focus || node.id() === focus) return;
  const rest = others.filter((other) => other !== node.id());
  navigation.go(url.withStarts([focus, ...(rest.length < others.length ? rest : [...others, node.id()])]));
}

/** @param {NodeSingular} node */
const isGroup = (node) => node.data("role") === "group";

/**
 * @param {NodeSingular} node
 * @param {MenuActions} actions
 * @returns {(MenuItem | false)[]}
 */
function listNavigation(node, { navigation, showDetails, url }) {
  const isFocus = node.id() === url.getStarts()[0];
  const title = isGroup(node) ? "Open" : "Focus here";
  const isStart = url.getStarts().includes(node.id());
  const more = isStart ? "Remove from starts" : "Add to starts";
  return [
    !isFocus && { section: 1, title, keys: "Enter", run: () => navigation.focus(node.id()) },
    !isGroup(node) && { section: 1, title: "Details", keys: "d", run: () => showDetails(node) },
    !isGroup(node) &&
      !isFocus && { section: 1, title: more, keys: "a", run: () => toggleStart(node, { navigation, url }) },
    { section: 1, title: "Open in new tab", keys: "Ctrl+Enter", run: () => navigation.focus(node.id(), true) },
  ];
}

/**
 * @param {NodeSingular} node
 * @param {MenuActions} actions
 * @returns {(MenuItem | false)[]}
 */
function listExpansion(node, { expansion }) {
  const again = isCollapsed(node) && !isGroup(node);
  const more = canExpand(node);
  const expand = (/** @type {import("../types.d.ts").Reach} */ reach) => () => expansion.expand(node, reach);
  return [
    again && { section: 2, title: "Expand again", keys: "e", run: expand("both") },
    more && { section: 2, title: "Expand upstream", side: "up", run: expand("up") },
    more && { section: 2, title: "Expand downstream", side: "down", run: expand("down") },
    more && { section: 2, title: "Expand both sides", keys: "e", run: expand("both") },
    more && { section: 2, title: "Show all upstream", run: expand("all-up") },
    more && { section: 2, title: "Show all downstream", run: expand("all-down") },
    canCollapse(node) && { section: 2, title: "Collapse", keys: "Shift+e", run: () => expansion.collapse(node) },
  ];
}

/**
 * @param {NodeSingular} node
 * @param {MenuActions} actions
 * @returns {(MenuItem | false)[]}
 */
function listPathsAndCopies(node, { pathPicker, navigation, copy }) {
  const picked = pathPicker.getPicked();
  const title = picked === null ? "Paths from here" : "Paths to here";
  const { origin, pathname } = window.location;
  const link = () => origin + pathname + navigation.linkTo(node.id());
  return [
    !isGroup(node) && picked !== node.id() && { section: 4, title, keys: "p", run: () => pathPicker.pick(node, true) },
    !isGroup(node) && { section: 5, title: "Copy ARN", run: () => copy(node.id(), "ARN") },
    { section: 5, title: "Copy link", run: () => copy(link(), "Link") },
  ];
}

/**
 * Return the items that fit a card.
 *
 * @param {NodeSingular} node
 * @param {MenuActions} actions
 * @returns {MenuItem[]}
 */
export const listCardItems = (node, actions) =>
  [...listNavigation(node, actions), ...listExpansion(node, actions), ...listPathsAndCopies(node, actions)].filter(
    (item) => item !== false,
  );

/**
 * Return the items of the canvas around the cards.
 *
 * @param {MenuActions} actions
 * @returns {MenuItem[]}
 */
export const listCanvasItems = ({ look, openFind, copy, url, navigation }) => [
  { section: 1, title: "Fit to screen", keys: "0", run: () => look("fit") },
  { section: 1, title: "Center on focus", keys: "Home", run: () => look("center") },
  ...(url.hasMoves() ? [{ section: 1, title: "Reset layout", run: () => navigation.go(url.withoutMoves()) }] : []),
  { section: 2, title: "Find in the graph", keys: "Ctrl+f", run: openFind },
  { section: 3, title: "Copy link", run: () => copy(window.location.href, "Link") },
];
