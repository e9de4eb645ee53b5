// Style of the graph for Cytoscape, built from the CSS tokens of the page.

import { CARD, clearCardImages, getCardImage } from "./card-images.js";

const PAD = 9,
  NAMED = 8; // pixels of a letter from which on lines that are not looked at say their names

const readToken = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* What an association says, in two lines, because it stands in the gap between columns, or what a bridge leads over;
   of several drawn as one, how many they are. */
export function labelEdge(edge) {
  const { association, count, via } = edge.data(),
    lines = via ?? association.replace(/(?<=[a-z])(?=[A-Z])/g, "\n");
  return count ? `${lines} × ${count}` : lines;
}

/* The same, with the name of what a bridge leads over: more than can be read of many at once. */
const labelEdgeInFull = (edge) => [labelEdge(edge), edge.data("over")].filter(Boolean).join("\n");

const families = [
  "data",
  "image",
  "job",
  "model",
  "approval",
  "deployment",
  "endpoint",
  "other",
  "age1",
  "age2",
  "age3",
  "age4",
  "age5",
];

/* What each association type looks like where lines tell it, in colours that stay apart for everybody; the legend
   shows the same. */
const STROKES = {
  contributed: { colour: "--family-data", style: { "line-style": "solid", width: 1.8 } },
  produced: { colour: "--family-model", style: { "line-style": "solid", width: 3.4 } },
  associated: {
    colour: "--family-approval",
    style: { "line-style": "dashed", "line-dash-pattern": [8, 5], width: 2 },
  },
  derived: {
    colour: "--family-job",
    style: { "line-style": "dashed", "line-dash-pattern": [12, 4, 2, 4], width: 2 },
  },
  same: { colour: "--family-endpoint", style: { "line-style": "dotted", width: 2.6 } },
  neutral: { colour: "--ink-quiet", style: { "line-style": "solid", width: 1 } },
};

export function buildGraphStyle() {
  clearCardImages();
  const { w: WIDTH, h: HEIGHT } = CARD;
  const ink = readToken("--ink"),
    quiet = readToken("--ink-quiet"),
    edge = readToken("--edge"),
    paper = readToken("--card"),
    accent = readToken("--accent");
  const name = {
    label: labelEdge,
    "text-wrap": "wrap",
    "font-family": readToken("--font"),
    "font-size": 9.5,
    color: ink,
    "min-zoomed-font-size": NAMED,
    "text-background-color": readToken("--canvas"),
    "text-background-opacity": 0.95,
    "text-background-padding": 3,
    "text-background-shape": "round-rectangle",
    "z-compound-depth": "top", // else a card hides what does not fit beside it
  };
  return [
    {
      selector: "node",
      style: {
        shape: "round-rectangle",
        width: WIDTH,
        height: HEIGHT,
        "background-color": paper,
        "background-image": (node) => getCardImage("middle", node),
        "background-fit": "none",
        "background-width": WIDTH,
        "background-height": HEIGHT,
        "background-clip": "none",
        "border-width": 2.5,
        "border-color": readToken("--line-strong"),
        label: "data(brief)",
        "text-wrap": "wrap",
        "text-max-width": WIDTH,
        "text-justification": "left",
        "text-halign": "right",
        "text-valign": "center",
        "text-margin-x": PAD - WIDTH - 1,
        "text-margin-y": 18,
        "line-height": 1.02,
        "font-family": readToken("--font"),
        "font-size": 21,
        "font-weight": 600,
        color: ink,
        "min-zoomed-font-size": 7,
        "overlay-opacity": 0,
      },
    },
    {
      selector: "node.near",
      style: {
        "background-image": (node) => getCardImage("near", node),
        label: "data(lines)",
        "font-size": 14,
        "line-height": 1.1,
        "text-margin-y": 14,
        "border-width": 1.5,
      },
    },
    {
      selector: "node.far",
      style: { "background-image": (node) => getCardImage("far", node), "text-opacity": 0 },
    },
    ...families.map((family) => ({
      selector: `node.${family}`,
      style: { "border-color": readToken(`--family-${family}`) },
    })),
    {
      selector: "node.path",
      style: {
        "background-color": readToken("--canvas"),
        "border-color": edge,
        "border-width": 1,
        color: quiet,
        "font-weight": 500,
      },
    },
    ...families.map((family) => ({
      selector: `node.start.${family}`,
      style: {
        "background-color": readToken(`--family-${family}`),
        color: readToken("--on-strong"),
        "border-width": 0,
        "outline-width": 4,
        "outline-offset": 2,
        "outline-opacity": 0.35,
        "outline-color": readToken(`--family-${family}`),
      },
    })),
    {
      selector: "node.start.far",
      style: { "outline-width": 12, "outline-offset": 6, "outline-opacity": 0.6 },
    },
    {
      selector: "node.group",
      style: { ghost: "yes", "ghost-offset-x": 6, "ghost-offset-y": 6, "ghost-opacity": 0.55 },
    },
    { selector: "node.stub", style: { "border-style": "dashed" } },
    { selector: "node.foreign", style: { "border-style": "double", "border-width": 4 } },
    {
      selector: "edge",
      style: {
        width: 1.4,
        "line-color": edge,
        "target-arrow-color": edge,
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
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
        "control-point-weights": (e) => e.data("course").weights.join(" "),
        "control-point-distances": (e) => e.data("course").distances.join(" "),
      },
    },
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
    {
      selector: "edge.undirected",
      style: {
        "target-arrow-shape": "none",
        "line-style": "dotted",
        width: 2,
        "source-endpoint": "outside-to-node",
        "target-endpoint": "outside-to-node",
      },
    },
    { selector: "edge.told", style: { ...name, opacity: 1 } },
    ...Object.entries(STROKES).map(([kind, { colour, style }]) => ({
      selector: `edge.told.${kind}`,
      style: {
        "line-color": readToken(colour),
        "target-arrow-color": readToken(colour),
        ...style,
      },
    })),
    { selector: "edge.told.quiet", style: { width: 1.1 } },
    {
      selector: "edge.loop",
      style: {
        "curve-style": "bezier",
        "source-endpoint": "outside-to-node",
        "target-endpoint": "outside-to-node",
      },
    },
    {
      selector: "node.found",
      style: { "outline-width": 3, "outline-offset": 2, "outline-opacity": 0.5, "outline-color": accent },
    },
    {
      selector: "node.current",
      style: { "outline-width": 4, "outline-offset": 2, "outline-opacity": 1, "outline-color": accent },
    },
    { selector: "node.aside", style: { opacity: 0.28 } },
    { selector: "edge.aside", style: { opacity: 0.12 } },
    { selector: "node.aside.start", style: { opacity: 0.5 } },
    { selector: "node.aside.current", style: { opacity: 1 } },
    {
      selector: "edge.between",
      style: { "line-color": accent, "target-arrow-color": accent, width: 2.4, opacity: 1, "z-index": 7 },
    },
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
    { selector: "node.faded", style: { opacity: 0.3 } },
    { selector: "edge.faded", style: { opacity: 0.12 } },
    { selector: "edge.lit", style: { "line-color": ink, "target-arrow-color": ink, width: 2, "z-index": 9 } },
    { selector: "edge.named", style: { ...name, "min-zoomed-font-size": 0 } },
    {
      selector: "edge.spelled",
      style: {
        label: labelEdgeInFull,
        "text-wrap": "wrap",
        "text-max-width": 260,
        "text-overflow-wrap": "anywhere",
      },
    },
    { selector: "node:active, edge:active", style: { "overlay-opacity": 0 } },
  ];
}
