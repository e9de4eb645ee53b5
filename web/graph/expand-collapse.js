// Expand the graph at a card, and collapse what was expanded. Both change the address.

import { focusOn, navigateTo } from "../data/navigation.js";
import { withValues } from "../state/url.js";
import { computeBounds, getView, moveCamera } from "./camera.js";
import { releaseFit } from "./graph-view.js";
import { hideTooltip, showTooltip } from "./tooltip.js";

const PLACES = {
  up: "upstream of",
  "all-up": "upstream of",
  down: "downstream of",
  "all-down": "downstream of",
  both: "around",
  all: "around",
};
const TOLD_MS = 2500,
  SETTLED_MS = 400,
  NEAR = 24,
  HEAD = 48,
  FOOT = 72,
  LEAST = 0.4;
let pending = null; // what was asked for, until its picture is there

const getBeyond = (node) => node.data("beyond") ?? {};
const countEntities = (count) => `${count.toLocaleString("en")} ${count === 1 ? "entity" : "entities"}`;

/** The address that expands a card. A collapsed one comes back first.
 * @param {string} search @param {string} id @param {string} reach */
export function withExpansion(search, id, reach) {
  const parameters = new URLSearchParams(search),
    folds = parameters.getAll("fold");
  if (folds.includes(id))
    return withValues(
      search,
      "fold",
      folds.filter((fold) => fold !== id),
    );
  return withValues(search, "grow", new Set([...parameters.getAll("grow"), `${reach}:${id}`]));
}

/** The address that collapses a card: what was expanded goes first, else what lies beyond it.
 * @param {string} search @param {string} id */
export function withCollapse(search, id) {
  const parameters = new URLSearchParams(search),
    grows = parameters.getAll("grow");
  const others = grows.filter((grow) => !grow.endsWith(`:${id}`));
  if (others.length < grows.length) return withValues(search, "grow", others);
  return withValues(search, "fold", new Set([...parameters.getAll("fold"), id]));
}

const isGroup = (node) => node.data("role") === "group";
export const isCollapsed = (node) => Boolean(getBeyond(node).contracted);
export const canExpand = (node) => !isGroup(node) && !isCollapsed(node);
export const canCollapse = (node) =>
  !isGroup(node) &&
  !getBeyond(node).contracted &&
  (getBeyond(node).expanded || node.data("role") !== "start");

/* A group has nothing beyond it that its members have not: it opens. */
export function expand(node, reach = "both") {
  if (isGroup(node)) focusOn(node.id());
  else
    changeExpansion(
      node,
      withExpansion(window.location.search, node.id(), reach),
      PLACES[getBeyond(node).contracted ? "both" : reach],
    );
}

export function collapse(node) {
  if (canCollapse(node)) changeExpansion(node, withCollapse(window.location.search, node.id()), "beyond");
}

function changeExpansion(node, search, way) {
  const cards = node
    .cy()
    .nodes()
    .map((one) => one.data());
  pending = {
    id: node.id(),
    name: node.data("title"),
    way,
    count: countDrawn(cards),
    before: new Set(cards.map(({ id }) => id)),
  };
  releaseFit(); // what is grown does not fit itself into the window anew
  navigateTo(search);
}

/* Entities in a picture; a group stands for several. */
export const countDrawn = (cards) => cards.reduce((sum, { count }) => sum + (count ?? 1), 0);

export function describeChange({ name, way, count }, cards) {
  const more = countDrawn(cards) - count;
  if (!more) return `Nothing more ${way} ${name}`;
  return more > 0
    ? `${countEntities(more)} more, ${way} ${name}`
    : `${countEntities(-more)} fewer, ${way} ${name}`;
}

/* Where nothing came, who looks at the card sees no change: it is said there too. */
function announceChange(cy, announce, words, { id }, nothing) {
  announce(words);
  const node = cy.getElementById(id);
  if (!nothing || node.empty()) return;
  showTooltip(cy, node, words);
  setTimeout(() => hideTooltip(cy), TOLD_MS);
}

/* Bring what came into view, with the card that it came of, by moving as little as may be. */
function bringNewCards(cy, cards) {
  const { x1, y1, w, h } = computeBounds(cards),
    { zoom: now, pan } = getView(cy);
  const room = { w: cy.width() - 2 * NEAR, h: cy.height() - HEAD - FOOT };
  const zoom = Math.min(now, Math.max(Math.min(room.w / w, room.h / h), LEAST)),
    middle = { x: cy.width() / 2, y: cy.height() / 2 };
  const least = (at, low, size, from, space) =>
    Math.max(from - low * zoom, Math.min(at, from + space - (low + size) * zoom));
  const x = least(middle.x - ((middle.x - pan.x) * zoom) / now, x1, w, NEAR, room.w);
  const y = least(middle.y - ((middle.y - pan.y) * zoom) / now, y1, h, HEAD, room.h);
  moveCamera(cy, { zoom, pan: { x, y } }, true);
}

/* The camera leaves a grown picture where it is; when all has come to its place, what came is brought into view. */
export function trackExpansion(cy, announce) {
  cy.on("lineage-drawn", (_, _lanes, nodes) => {
    if (!pending) return;
    const what = pending,
      words = describeChange(
        what,
        nodes.map((one) => one.data),
      );
    const newCards = nodes.filter(({ data }) => !what.before.has(data.id)),
      own = nodes.filter(({ data }) => data.id === what.id);
    pending = null;
    setTimeout(() => {
      announceChange(cy, announce, words, what, words.startsWith("Nothing"));
      if (newCards.length) bringNewCards(cy, [...own, ...newCards]);
    }, SETTLED_MS);
  });
}
