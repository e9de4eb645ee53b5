// Builds Cytoscape's style from the page's design tokens, so that a theme is one file.

/** @import { EdgeSingular, NodeSingular, StylesheetJson } from "cytoscape" */
/** @import { EdgeData } from "../types.d.ts" */
/** @import { CardImages } from "./card-images.js" */
import { readToken } from "../dom/design-tokens.js";
import { CARD } from "./card-images.js";
import { TITLE_SIZES } from "./semantic-zoom.js";

const NAME_LEGIBLE = 8; // pixels of a letter from which on lines show their names

/**
 * Stroke of each association type where lines show it, in colors that everybody can tell apart; the legend shows the
 * same (styles/graph/line-strokes.css).
 */
export const STROKES = {
  contributed: { color: "--family-data", style: { "line-style": "solid", width: 1.8 } },
  produced: { color: "--family-model", style: { "line-style": "solid", width: 3.4 } },
  associated: {
    color: "--family-approval",
    style: { "line-style": "dashed", "line-dash-pattern": [8, 5], width: 2 },
  },
  derived: {
    color: "--family-job",
    style: { "line-style": "dashed", "line-dash-pattern": [12, 4, 2, 4], width: 2 },
  },
  same: { color: "--family-endpoint", style: { "line-style": "dotted", width: 2.6 } },
  neutral: { color: "--ink-quiet", style: { "line-style": "solid", width: 1 } },
};

/**
 * Return what a line says: its association in two lines, because it stands in the gap between columns, or what a
 * bridge leads over; of several associations drawn as one, how many they are.
 *
 * @param {EdgeData} data
 */
export function formatLineLabel({ association, count, via }) {
  const lines = via ?? association.replace(/(?<=[a-z])(?=[A-Z])/g, "\n");
  return count ? `${lines} × ${count}` : lines;
}

/**
 * Return the same, with the name of what a bridge leads over: more than can be read on many lines at once.
 *
 * @param {EdgeData} data
 */
export const formatFullLabel = (data) => [formatLineLabel(data), data.over].filter(Boolean).join("\n");

/** @param {string} color */
const colorLine = (color) => ({ "line-color": color, "target-arrow-color": color });

/** @param {(edge: EdgeSingular) => string} label */
const styleLineName = (label) => ({
  label,
  "text-wrap": "wrap",
  "font-family": readToken("--font"),
  "font-size": 9.5,
  color: readToken("--ink"),
  "min-zoomed-font-size": NAME_LEGIBLE,
  "text-background-color": readToken("--canvas"),
  "text-background-opacity": 0.95,
  "text-background-padding": 3,
  "text-background-shape": "round-rectangle",
  "z-compound-depth": "top", // else a card hides what does not fit beside it
});

const TEXT_LEFT = 35;
const FIRST_LINE = -8; // middle of the title on a card, from the middle of the card

/** @param {NodeSingular} node */
const getWidth = (node) => /** @type {number} */ (node.data("width"));

/** @param {CardImages} images */
function listCardRules(images) {
  const ink = readToken("--ink");
  const accent = readToken("--accent");
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle",
        "corner-radius": "8px",
        width: "data(width)",
        height: CARD.height,
        "background-color": readToken("--card"),
        "background-image": (/** @type {NodeSingular} */ node) => images.getAddress("middle", node),
        "background-fit": "none",
        "background-width": "data(width)",
        "background-height": CARD.height,
        "background-clip": "none",
        "border-width": 1,
        "border-color": readToken("--line-card"),
        label: "data(brief)",
        "text-wrap": "wrap",
        "text-max-width": 400,
        "text-justification": "left",
        "text-halign": "right",
        "text-valign": "center",
        "text-margin-x": (/** @type {NodeSingular} */ node) => TEXT_LEFT - getWidth(node) - 1,
        "text-margin-y": 0,
        "line-height": 1.02,
        "font-family": readToken("--font"),
        "font-size": TITLE_SIZES.middle,
        "font-weight": 600,
        color: ink,
        "min-zoomed-font-size": 6, // smaller than at any zoom at which cards have words
        "overlay-opacity": 0,
      },
    },
    {
      selector: "node.near",
      style: {
        "background-image": (/** @type {NodeSingular} */ node) => images.getAddress("near", node),
        label: "data(label)",
        "font-size": TITLE_SIZES.near,
        "text-margin-y": FIRST_LINE,
      },
    },
    {
      selector: "node.far",
      style: {
        "background-image": (/** @type {NodeSingular} */ node) => images.getAddress("far", node),
        "text-opacity": 0,
      },
    },
    {
      selector: "node.replaced",
      style: { "background-color": readToken("--canvas"), color: readToken("--ink-quiet") },
    },
    {
      selector: "node.path",
      style: {
        "background-color": readToken("--canvas"),
        color: readToken("--ink-quiet"),
        "font-weight": 500,
      },
    },
    {
      selector: "node.start, node.asked",
      style: {
        "border-width": 2,
        "border-color": accent,
        "outline-width": 4,
        "outline-offset": 1,
        "outline-opacity": 0.22,
        "outline-color": accent,
      },
    },
    {
      selector: "node.former",
      style: { "border-width": 1, "border-color": readToken("--line-card"), "outline-width": 0 },
    },
    {
      selector: "node.start.far, node.asked.far",
      style: { "outline-width": 12, "outline-offset": 4, "outline-opacity": 0.6 },
    },
    {
      selector: "node.group",
      style: { ghost: "yes", "ghost-offset-x": 4, "ghost-offset-y": 4, "ghost-opacity": 0.6 },
    },
    { selector: "node.stub", style: { "border-style": "dashed" } },
    { selector: "node.differs-changed", style: styleDifference("--wait", "solid") },
    { selector: "node.differs-b", style: styleDifference("--good", "solid") },
    { selector: "node.differs-a", style: styleDifference("--bad", "dashed") },
    { selector: "node.differs-unknown", style: styleDifference("--ink-quiet", "dotted") },
  ];
}

/**
 * Return the border of a card that differs between two sides; its badge says it, too.
 *
 * @param {string} token
 * @param {"solid" | "dashed" | "dotted"} line
 */
const styleDifference = (token, line) => ({
  "border-width": 2.5,
  "border-color": readToken(token),
  "border-style": line,
});

function listLineRules() {
  const getCurve = (/** @type {EdgeSingular} */ edge) => /** @type {EdgeData} */ (edge.data()).course;
  const anywhere = { "source-endpoint": "outside-to-node", "target-endpoint": "outside-to-node" };
  return [
    {
      selector: "edge",
      style: {
        width: 1.5,
        ...colorLine(readToken("--edge")),
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.95,
        "curve-style": "straight",
        "source-endpoint": "90deg",
        "target-endpoint": "270deg",
        "overlay-opacity": 0,
      },
    },
    {
      selector: "edge.curved",
      style: {
        "curve-style": "unbundled-bezier",
        "edge-distances": "node-position",
        "control-point-weights": (/** @type {EdgeSingular} */ edge) => getCurve(edge)?.weights.join(" "),
        "control-point-distances": (/** @type {EdgeSingular} */ edge) => getCurve(edge)?.distances.join(" "),
      },
    },
    {
      selector: "edge.stem",
      style: {
        "curve-style": "segments",
        "edge-distances": "node-position",
        "segment-weights": (/** @type {EdgeSingular} */ edge) => getCurve(edge)?.weights.join(" "),
        "segment-distances": (/** @type {EdgeSingular} */ edge) => getCurve(edge)?.distances.join(" "),
        "source-endpoint": "data(ports.source)",
        "target-endpoint": "data(ports.target)",
      },
    },
    { selector: "edge.leftward", style: { "source-endpoint": "270deg", "target-endpoint": "90deg" } },
    { selector: "edge.serving", style: { ...colorLine(readToken("--edge-strong")), width: 1.6 } },
    { selector: "edge.replaced", style: { width: 1.25, "line-opacity": 0.8 } },
    { selector: "edge.down", style: { "source-endpoint": "180deg", "target-endpoint": "0deg" } },
    { selector: "edge.backward", style: { "source-endpoint": "180deg", "target-endpoint": "180deg" } },
    { selector: "edge.backward.down", style: { "source-endpoint": "90deg", "target-endpoint": "90deg" } },
    { selector: "edge.quiet", style: { "line-style": "dashed", "line-dash-pattern": [4, 4], width: 1.1 } },
    {
      selector: "edge.bridge",
      style: {
        "line-style": "dashed",
        "line-dash-pattern": [14, 7],
        width: 2,
        "target-arrow-shape": "vee",
        "arrow-scale": 1.2,
      },
    },
    { selector: "edge.bridge.quiet", style: { width: 1.1 } },
    { selector: "edge.differs-b", style: { ...colorLine(readToken("--good")), width: 2.4 } },
    {
      selector: "edge.differs-a",
      style: { ...colorLine(readToken("--bad")), width: 2, "line-style": "dashed", "line-dash-pattern": [6, 4] },
    },
    {
      selector: "edge.undirected",
      style: { "target-arrow-shape": "none", "line-style": "dotted", width: 2, ...anywhere },
    },
    { selector: "edge.moved", style: { "curve-style": "straight", ...anywhere } },
    { selector: "edge.told", style: { ...styleLineName((edge) => formatLineLabel(edge.data())), opacity: 1 } },
    ...Object.entries(STROKES).map(([name, { color, style }]) => ({
      selector: `edge.told.${name}`,
      style: { ...colorLine(readToken(color)), ...style },
    })),
    { selector: "edge.told.quiet", style: { width: 1.1 } },
    {
      selector: "edge.loop", // above its card, where no line of another arrives
      style: {
        "curve-style": "bezier",
        "loop-direction": "0deg",
        "loop-sweep": "60deg",
        "control-point-step-size": 90,
        ...anywhere,
      },
    },
  ];
}

function listStateRules() {
  const accent = readToken("--accent");
  const name = styleLineName((edge) => formatLineLabel(edge.data()));
  const outline = { "outline-offset": 2, "outline-color": accent };
  return [
    { selector: "node.found", style: { "outline-width": 3, "outline-opacity": 0.5, ...outline } },
    { selector: "node.current", style: { "outline-width": 4, "outline-opacity": 1, ...outline } },
    { selector: "node.aside", style: { opacity: 0.28 } },
    { selector: "edge.aside", style: { opacity: 0.12 } },
    { selector: "node.aside.start", style: { opacity: 0.5 } },
    { selector: "node.aside.current", style: { opacity: 1 } },
    { selector: "edge.between", style: { ...colorLine(accent), width: 2.4, opacity: 1, "z-index": 7 } },
    { selector: "edge.stressed", style: { ...name, width: 5 } },
    { selector: "node.stressed", style: { "border-width": 4, "border-color": accent } },
    {
      selector: "node.end",
      style: {
        "underlay-color": accent,
        "underlay-opacity": 0.3,
        "underlay-padding": 9,
        "underlay-shape": "round-rectangle",
      },
    },
    { selector: "node.faded", style: { opacity: Number(readToken("--faded")) } },
    { selector: "edge.faded", style: { opacity: 0.12 } },
    { selector: "edge.lit", style: { ...colorLine(readToken("--ink")), width: 2, "z-index": 9 } },
    { selector: "edge.named", style: { ...name, "min-zoomed-font-size": 0 } },
    {
      selector: "edge.spelled",
      style: {
        label: (/** @type {EdgeSingular} */ edge) => formatFullLabel(edge.data()),
        "text-wrap": "wrap",
        "text-max-width": 260,
        "text-overflow-wrap": "anywhere",
      },
    },
    { selector: "node:active, edge:active", style: { "overlay-opacity": 0 } },
  ];
}

/**
 * Build the whole style; images of cards are painted anew, in the colors of now.
 *
 * @param {CardImages} images
 * @returns {StylesheetJson}
 */
export function buildGraphStyle(images) {
  images.clear();
  const rules = [...listCardRules(images), ...listLineRules(), ...listStateRules()];
  return /** @type {any} */ (rules); // Cytoscape's types know fewer properties than Cytoscape
}
