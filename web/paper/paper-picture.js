// Draws the graph as SVG for paper: sharp at any size, in light colors, with stage headings.

/** @import { Core, EdgeSingular, NodeSingular } from "cytoscape" */
/** @import { Heading, NodeData } from "../types.d.ts" */
/** @import { Box, PlacedCard, WordLevel } from "./picture-parts.js" */
import { formatNumber } from "../dom/format-number.js";
import {
  BADGE,
  CARD,
  getBadge,
  ICON,
  SECOND_LINE,
  SQUARE_BADGES,
  TEXT_LEFT,
  TEXT_RIGHT,
} from "../graph/card-images.js";
import { STROKES } from "../graph/graph-style.js";
import { ICON_PATHS } from "../graph/icon-paths.js";
import { TITLE_SIZES } from "../graph/semantic-zoom.js";
import { formatArrowhead, formatLinePath } from "./line-shape.js";

/** @typedef {{ headings: readonly Heading[], isDown: boolean }} Frame */

const TITLE_LINE = 15; // middle of the title, where a second line stands below it
const ARROW = 8;
const MARGIN = 10; // around the cards, in units of the graph
export const HEADING_ROOM = { right: 30, down: 112 }; // above the picture, or left of it
const HEADING_STEP = 1; // how much smaller its type is than that of titles

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function createShape(tag, attributes, ...children) {
  const shape = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
  shape.append(...children);
  return shape;
}

/** @type {CanvasRenderingContext2D | null} */
let pen = null; // made when it is first needed

/** Return how wide a text is. @param {string} text @param {string} font */
function measureText(text, font) {
  pen ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `${font} Inter, sans-serif`;
  return pen.measureText(text).width;
}

/** @param {string} name @param {number} x @param {number} y @param {number} size @param {string} path */
const drawSign = (name, x, y, size, path) =>
  createShape("path", { class: name, d: path, transform: `translate(${x} ${y}) scale(${size / 24})` });

/**
 * Draw a badge; return it, and the space that it takes.
 *
 * @param {{ state: string, word: string }} badge
 * @param {number} x
 */
function drawBadge({ state, word }, x) {
  const [ink, ground, path] = getBadge(state);
  const wordWidth = measureText(word, `600 ${BADGE.font}px`);
  const wordLeft = BADGE.side + BADGE.sign + BADGE.gap - 1;
  const width = wordWidth + wordLeft + BADGE.side;
  const top = SECOND_LINE - BADGE.height / 2;
  const radius = SQUARE_BADGES.includes(state) ? 3 : BADGE.height / 2;
  const shape = createShape(
    "g",
    { class: `mark ${state}`, style: `color: var(--${ink})` },
    createShape("rect", {
      x,
      y: top,
      width,
      height: BADGE.height,
      rx: radius,
      style: `fill: var(--${ground})`,
    }),
    drawSign("sign", x + BADGE.side - 1, SECOND_LINE - BADGE.sign / 2, BADGE.sign, path),
    createShape("text", { x: x + wordLeft, y: SECOND_LINE, class: "word" }, word),
  );
  return { shape, width: width + BADGE.after };
}

/**
 * Draw the title, of one or two lines.
 *
 * @param {string} text
 * @param {number} middle
 * @param {number} size
 */
function drawTitle(text, middle, size) {
  const lines = text.split("\n");
  return lines.map((line, i) => {
    const y = middle + (i - (lines.length - 1) / 2) * size * 1.02;
    return createShape("text", { x: TEXT_LEFT, y, class: "title", "font-size": size }, line);
  });
}

/** @param {NodeSingular} node @param {WordLevel} level */
function drawCard(node, level) {
  /** @type {NodeData} */
  const { label, brief, small, badge, count, icon, family, width } = node.data();
  const { x, y } = node.position();
  const frame = { width, height: CARD.height, rx: 8 };
  const inset = (ICON.square - ICON.size) / 2;
  const isNear = level === "near";
  const mark = badge && isNear ? drawBadge(badge, TEXT_LEFT) : null;
  const card = createShape(
    "g",
    { class: `card family-${family} ${node.classes().join(" ")}`, transform: `translate(${x - width / 2} ${y - 23})` },
    ...(node.hasClass("group") ? [createShape("rect", { ...frame, x: 4, y: 4, class: "frame" })] : []),
    ...(node.hasClass("start") ? [createShape("rect", { ...frame, class: "ring" })] : []),
    createShape("rect", { ...frame, class: "frame" }),
    createShape("rect", { class: "square", x: ICON.x, y: ICON.y, width: 20, height: 20, rx: ICON.radius }),
    drawSign("icon-sign", ICON.x + inset, ICON.y + inset, ICON.size, ICON_PATHS[icon] ?? ICON_PATHS.unknown),
    ...drawTitle(isNear ? label : brief, isNear ? TITLE_LINE : CARD.height / 2, TITLE_SIZES[level]),
    ...(mark ? [mark.shape] : []),
  );
  if (isNear && small) {
    const left = TEXT_LEFT + (mark?.width ?? 0);
    card.append(createShape("text", { x: left, y: SECOND_LINE, class: "small" }, small));
  }
  if (isNear && count) {
    const right = width - TEXT_RIGHT;
    card.append(createShape("text", { x: right, y: TITLE_LINE, class: "amount" }, formatNumber(count)));
  }
  if (!isNear && badge) {
    const [ink, ground] = getBadge(badge.state);
    const color = ink === "on-strong" ? ground : ink;
    const [cx, cy] = [ICON.x + ICON.square, ICON.y + ICON.square];
    card.append(createShape("circle", { cx, cy, r: 5, style: `fill: var(--${color})` }));
  }
  return card;
}

/** Return the design token of a line's color. @param {EdgeSingular} edge */
function chooseLineColor(edge) {
  if (edge.hasClass("between")) return "--accent";
  const stroke = edge.hasClass("told") && Object.entries(STROKES).find(([name]) => edge.hasClass(name));
  if (stroke) return stroke[1].color;
  return edge.hasClass("serving") ? "--edge-strong" : "--edge";
}

/** @param {EdgeSingular} edge */
function readDashes(edge) {
  const style = edge.style("line-style");
  if (style === "dashed") return String(edge.style("line-dash-pattern")).replaceAll(",", " ");
  return style === "dotted" ? "1 3" : "none";
}

/** @param {EdgeSingular} edge */
function drawLine(edge) {
  const line = {
    from: edge.sourceEndpoint(),
    to: edge.targetEndpoint(),
    controls: edge.controlPoints() ?? [],
    bends: edge.segmentPoints() ?? [],
  };
  const width = Number.parseFloat(edge.style("width"));
  const shape = createShape(
    "g",
    { class: edge.hasClass("aside") ? "line aside" : "line", style: `color: var(${chooseLineColor(edge)})` },
    createShape("path", { d: formatLinePath(line), "stroke-width": width, "stroke-dasharray": readDashes(edge) }),
  );
  if (edge.style("target-arrow-shape") !== "none")
    shape.append(
      createShape("path", {
        class: "head",
        d: formatArrowhead([line.from, ...line.controls, ...line.bends, line.to], ARROW),
      }),
    );
  return shape;
}

/** @param {Frame} frame @param {Box} box of all cards */
function drawBands({ headings }, box) {
  return headings.flatMap(({ sides }) =>
    sides
      ? [
          createShape("rect", {
            class: "stage-band",
            x: sides[0],
            y: box.y - MARGIN,
            width: sides[1] - sides[0],
            height: box.height + 2 * MARGIN,
            rx: 8,
          }),
        ]
      : [],
  );
}

/**
 * Draw headings along a part of the picture: over its stages or columns, or beside its rows.
 *
 * @param {Frame} frame
 * @param {Box} box
 * @param {WordLevel} level
 */
function drawHeadings({ headings, isDown }, box, level) {
  const type = TITLE_SIZES[level] - HEADING_STEP;
  const [from, to] = isDown ? [box.y, box.y + box.height] : [box.x, box.x + box.width];
  return headings.flatMap(({ title, at, sides, count }) => {
    const isIn = sides ? sides[1] > from + MARGIN && sides[0] < to - MARGIN : at >= from && at <= to;
    if (!isIn) return [];
    const words = count ? `${title}  ${formatNumber(count)}` : title;
    const room = isDown ? HEADING_ROOM.down - MARGIN : sides ? sides[1] - sides[0] - 12 : Infinity;
    const size = type * Math.min(1, room / measureText(words, `600 ${type}px`));
    const place = isDown
      ? { x: box.x - HEADING_ROOM.down, y: at, "text-anchor": "start" }
      : {
          x: sides ? Math.max(sides[0], from) + 6 : at,
          y: box.y - MARGIN - HEADING_ROOM.right / 2,
          "text-anchor": sides ? "start" : "middle",
        };
    return [createShape("text", { ...place, class: "stage-title", "font-size": size }, words)];
  });
}

/** Return the cards of a graph and their places. @param {Core} cy @returns {PlacedCard[]} */
export const listPlacedCards = (cy) =>
  cy.nodes().map((node) => ({ data: { width: node.data("width") }, position: node.position() }));

/**
 * Draw all bands, lines and cards once; parts of the picture show a part of it.
 *
 * @param {Core} cy
 * @param {Frame} frame
 * @param {Box} box of all cards
 * @param {WordLevel} level
 */
export function drawGraph(cy, frame, box, level) {
  return createShape(
    "g",
    { class: level },
    ...drawBands(frame, box),
    ...cy.edges().map(drawLine),
    ...cy.nodes().map((node) => drawCard(node, level)),
  );
}

/** Return the box of cards with the room around them. @param {Box} box @param {boolean} isDown @returns {Box} */
export function addMargins({ x, y, width, height }, isDown) {
  const left = MARGIN + (isDown ? HEADING_ROOM.down : 0);
  const top = MARGIN + (isDown ? 0 : HEADING_ROOM.right);
  return { x: x - left, y: y - top, width: width + left + MARGIN, height: height + top + MARGIN };
}

/**
 * Return one part of a picture, with the headings that belong to it.
 *
 * @param {Element} drawing
 * @param {Frame} frame
 * @param {Box} box of the part, without margins
 * @param {{ zoom: number, level: WordLevel }} size
 */
export function createPart(drawing, frame, box, { zoom, level }) {
  const whole = addMargins(box, frame.isDown);
  const [x, y, width, height] = [box.x - MARGIN, box.y - MARGIN, box.width + 2 * MARGIN, box.height + 2 * MARGIN];
  const clip = createShape("svg", { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` }, drawing);
  return createShape(
    "svg",
    {
      class: "paper-picture",
      role: "img",
      "aria-label": "Lineage graph",
      viewBox: `${whole.x} ${whole.y} ${whole.width} ${whole.height}`,
      width: Math.floor(whole.width * zoom),
      height: Math.floor(whole.height * zoom),
    },
    clip,
    ...drawHeadings(frame, box, level),
  );
}
