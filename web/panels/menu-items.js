// Items of the menu. One stands on a "card" or on the "canvas"; `title` names it for a node, and is empty
// where it does not fit. Items stand in the order of `order`, with a line between tens. `keys` do the same
// from the keyboard. `side` is where what it brings would stand, so that the menu can say how much that is.

import { buildFocusSearch, focusOn } from "../data/navigation.js";
import { canCollapse, canExpand, collapse, expand, isCollapsed } from "../graph/expand-collapse.js";

/**
 * @typedef {object} MenuItem
 * @property {number} order
 * @property {"card" | "canvas"} on
 * @property {(node: any) => string} title
 * @property {(node: any) => void} run
 * @property {string} [keys]
 * @property {"up" | "down"} [side]
 */

/** @param {import("cytoscape").NodeSingular} node */
const isGroup = (node) => node.data("role") === "group";
/** @param {import("cytoscape").NodeSingular} node */
const isStart = (node) => node.data("role") === "start";

/** @param {string} id */
const buildLink = (id) => window.location.origin + window.location.pathname + buildFocusSearch(id);

/**
 * @param {object} actions
 * @param {(view: string) => void} actions.moveTo
 * @param {(text: string) => void} actions.announce
 * @param {ReturnType<typeof import("../graph/path-picker.js").createPathPicker>} actions.pathPicker
 * @returns {MenuItem[]}
 */
export function buildMenuItems({ moveTo, announce, pathPicker }) {
  /** @param {string} text @param {string} what */
  function copy(text, what) {
    navigator.clipboard.writeText(text);
    announce(`${what} copied`);
  }
  /** @param {any} node @param {string} title */
  const ifExpandable = (node, title) => (canExpand(node) ? title : "");
  return [
    {
      order: 10,
      on: "card",
      keys: "Enter",
      title: (node) => (isGroup(node) ? "Open" : isStart(node) ? "" : "Make focus"),
      run: (node) => focusOn(node.id()),
    },
    {
      order: 11,
      on: "card",
      keys: "Ctrl+Enter",
      title: () => "Open in new tab",
      run: (n) => focusOn(n.id(), true),
    },
    {
      order: 20,
      on: "card",
      keys: "e",
      title: (n) => (isCollapsed(n) ? "Expand again" : ""),
      run: (n) => expand(n),
    },
    {
      order: 21,
      on: "card",
      side: "up",
      title: (n) => ifExpandable(n, "Expand upstream"),
      run: (n) => expand(n, "up"),
    },
    {
      order: 22,
      on: "card",
      side: "down",
      title: (n) => ifExpandable(n, "Expand downstream"),
      run: (n) => expand(n, "down"),
    },
    {
      order: 23,
      on: "card",
      keys: "e",
      title: (n) => ifExpandable(n, "Expand both ways"),
      run: (n) => expand(n),
    },
    {
      order: 24,
      on: "card",
      title: (n) => ifExpandable(n, "Expand everything upstream"),
      run: (n) => expand(n, "all-up"),
    },
    {
      order: 25,
      on: "card",
      title: (n) => ifExpandable(n, "Expand everything downstream"),
      run: (n) => expand(n, "all-down"),
    },
    {
      order: 26,
      on: "card",
      keys: "Shift+e",
      title: (n) => (canCollapse(n) ? "Contract" : ""),
      run: collapse,
    },
    {
      order: 40,
      on: "card",
      keys: "p",
      title: pathPicker.describeMenuItem,
      run: (node) => pathPicker.pickEnd(node, true),
    },
    { order: 50, on: "card", title: (n) => (isGroup(n) ? "" : "Copy ARN"), run: (n) => copy(n.id(), "ARN") },
    { order: 51, on: "card", title: () => "Copy link", run: (n) => copy(buildLink(n.id()), "Link") },
    { order: 10, on: "canvas", keys: "0", title: () => "Fit the whole picture", run: () => moveTo("fit") },
    {
      order: 11,
      on: "canvas",
      keys: "Home",
      title: () => "Centre on the start",
      run: () => moveTo("centre"),
    },
    {
      order: 20,
      on: "canvas",
      keys: "Ctrl+f",
      title: () => "Find in the picture",
      run: () => document.getElementById("look-for")?.click(),
    },
    { order: 30, on: "canvas", title: () => "Copy link", run: () => copy(window.location.href, "Link") },
  ];
}

/** The items that fit a card, or with null the canvas, with their words, in order.
 * @param {MenuItem[]} items
 * @param {import("cytoscape").NodeSingular | null} node */
export function listFittingItems(items, node) {
  const named = items
    .filter(({ on }) => on === (node ? "card" : "canvas"))
    .map((item) => ({ ...item, words: item.title(node) }));
  return named.filter(({ words }) => words).sort((a, b) => a.order - b.order);
}

/** Whether a line stands between two items that follow each other.
 * @param {{order: number}} before
 * @param {{order: number}} item */
export const isNewSection = (before, item) => Math.floor(item.order / 10) > Math.floor(before.order / 10);
