// Paints the image of a card: its icon, its badge and its subtitle; from far a block of color. The title is a label of
// Cytoscape's. Each image is painted once for all cards that look alike.

import { createTokenReader } from "../dom/design-tokens.js";
/** @import { NodeSingular } from "cytoscape" */
/** @import { NodeData } from "../types.d.ts" */
/** @import { ZoomLevel } from "./semantic-zoom.js" */
import { formatNumber } from "../dom/format-number.js";
import { ICON_PATHS } from "./icon-paths.js";

/** @typedef {ReturnType<typeof createCardImages>} CardImages */
/** @typedef {{ title: string, quiet: string, square: string, icon: string, block: string, sign: string }} Colors */
/**
 * @typedef {object} Face
 * @property {number} width
 * @property {string} icon
 * @property {string} count
 * @property {string} small
 * @property {NodeData["badge"]} badge
 * @property {boolean} hasFindings
 */
/** @typedef {{ pen: CanvasRenderingContext2D, read: (token: string) => string }} Painter */

export const CARD = { width: 200, height: 46 };

const SHARPNESS = 2;
export const ICON = { x: 7, y: 13, square: 20, size: 13, radius: 6 };
export const TEXT_LEFT = 35;
export const TEXT_RIGHT = 8;
const FOLD = 11; // side of the folded corner of a card with findings
export const SECOND_LINE = 31.5; // middle of the line of badge and subtitle
export const BADGE = { height: 15, side: 6, sign: 7, gap: 4, after: 5, font: 11 };
const SUBTITLE_FONT = 11.5;
const COUNT_FONT = 11;

/**
 * @param {(token: string) => string} read
 * @param {string} family
 * @param {string | undefined} state
 * @returns {Colors}
 */
function chooseColors(read, family, state) {
  const color = read(`--family-${family}`);
  const sign = read("--on-strong");
  const quiet = read("--ink-quiet");
  const title = read("--ink");
  if (state === "path") {
    return { title, quiet, square: read("--line"), icon: quiet, block: read("--line"), sign: quiet };
  }
  return { title, quiet, square: read(`--family-${family}-tint`), icon: color, block: color, sign };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} color
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
function fillBox(pen, color, x, y, width, height, radius) {
  pen.fillStyle = color;
  pen.beginPath();
  pen.roundRect(x, y, width, height, radius);
  pen.fill();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} icon
 * @param {string} color
 * @param {number} x
 * @param {number} y
 * @param {number} size
 */
function drawIcon(pen, icon, color, x, y, size) {
  pen.save();
  pen.translate(x, y);
  pen.scale(size / 24, size / 24);
  pen.strokeStyle = color;
  pen.lineWidth = 2.2;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  pen.stroke(new Path2D(ICON_PATHS[icon] ?? ICON_PATHS.unknown));
  pen.restore();
}

/**
 * @param {Painter} painter
 * @param {string} text
 * @param {string} font
 * @param {string} color
 * @param {number} x
 * @param {number} y
 */
function write({ pen, read }, text, font, color, x, y) {
  pen.font = `${font} ${read("--font")}`;
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}

/** Colors of badges: ink, ground, and the paths of their signs on a square of 24 units. */
export const BADGES = /** @type {const} */ ({
  serving: ["on-strong", "good", "M12 12m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z"],
  approved: ["good", "good-tint", "M4 12.5l5.5 5.5L20 6.5"],
  rejected: ["bad", "bad-tint", "M6 6l12 12 M18 6L6 18"],
  failed: ["bad", "bad-tint", "M12 4L22 20H2z M12 11v4"],
  pending: ["wait", "wait-tint", "M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0 M12 7v5l4 2"],
  running: ["running", "running-tint", "M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0 M12 7v5l4 2"],
  replaced: ["ink-quiet", "line", "M5 8h12l-3-3 M19 16H7l3 3"],
  stopped: ["ink-quiet", "line", "M6 6h12v12H6z"],
  deleted: ["ink-quiet", "line", "M5 12h14"],
  unreadable: ["wait", "wait-tint", "M12 5v9 M12 18.5v.5"],
  changed: ["wait", "wait-tint", "M12 4L21 20H3z"],
  added: ["good", "good-tint", "M12 4v16 M4 12h16"],
  dropped: ["bad", "bad-tint", "M4 12h16"],
  again: ["ink-quiet", "line", "M20 12a8 8 0 1 1-2.5-5.8 M20 3v5h-5"],
  unknown: ["ink-quiet", "line", "M8 9a4 4 0 1 1 5.5 3.7c-1 .5-1.5 1.3-1.5 2.3 M12 19.5v.5"],
  foreign: [
    "ink-quiet",
    "line",
    "M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0 M3 12h18 M12 3c5 5 5 13 0 18 M12 3c-5 5-5 13 0 18",
  ],
});

export const SQUARE_BADGES = ["rejected", "failed", "unreadable", "dropped"];

/** @param {string} state */
export const getBadge = (state) => BADGES[/** @type {keyof typeof BADGES} */ (state)] ?? BADGES.replaced;

/**
 * Draw a badge; return the space that it takes.
 *
 * @param {Painter} painter
 * @param {{ state: string, word: string }} badge
 * @param {number} x
 * @param {number} y its middle
 */
function drawBadge(painter, { state, word }, x, y) {
  const { pen, read } = painter;
  const [ink, ground, sign] = getBadge(state);
  pen.font = `600 ${BADGE.font}px ${read("--font")}`;
  const width = pen.measureText(word).width + 2 * BADGE.side + BADGE.sign + BADGE.gap - 1;
  const radius = SQUARE_BADGES.includes(state) ? 3 : BADGE.height / 2;
  fillBox(pen, read(`--${ground}`), x, y - BADGE.height / 2, width, BADGE.height, radius);
  drawSign(pen, sign, read(`--${ink}`), x + BADGE.side - 1, y - BADGE.sign / 2, state === "serving");
  write(painter, word, `600 ${BADGE.font}px`, read(`--${ink}`), x + BADGE.side + BADGE.sign + BADGE.gap - 1, y + 0.5);
  return width + BADGE.after;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} sign
 * @param {string} color
 * @param {number} x
 * @param {number} y
 * @param {boolean} isFilled
 * @param {number} [size]
 */
function drawSign(pen, sign, color, x, y, isFilled, size = BADGE.sign) {
  pen.save();
  pen.translate(x, y);
  pen.scale(size / 24, size / 24);
  pen.strokeStyle = pen.fillStyle = color;
  pen.lineWidth = 4;
  pen.lineCap = "round";
  pen.lineJoin = "round";
  const path = new Path2D(sign);
  if (isFilled) pen.fill(path);
  else pen.stroke(path);
  pen.restore();
}

/**
 * @param {Painter} painter
 * @param {Face} face
 * @param {Colors} colors
 */
function drawCount(painter, { width, count }, colors) {
  const { pen, read } = painter;
  pen.font = `600 ${COUNT_FONT}px ${read("--font")}`;
  const size = pen.measureText(count).width + 12;
  fillBox(pen, read("--line"), width - TEXT_RIGHT - size, 7, size, 16, 8);
  write(painter, count, `600 ${COUNT_FONT}px`, colors.quiet, width - TEXT_RIGHT - size + 6, 15.5);
}

/** Fold the upper left corner of a card with findings of the checks. @param {Painter} painter @param {Face} face */
function drawFindings({ pen, read }, { hasFindings }) {
  if (!hasFindings) return;
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(FOLD, 0);
  pen.lineTo(0, FOLD);
  pen.closePath();
  pen.fillStyle = read("--bad");
  pen.fill();
}

/** @type {Record<ZoomLevel, (painter: Painter, face: Face, colors: Colors) => void>} */
const PAINTERS = {
  near(painter, face, colors) {
    drawSquare(painter.pen, face, colors);
    let x = TEXT_LEFT;
    if (face.badge) x += drawBadge(painter, face.badge, x, SECOND_LINE);
    write(painter, face.small, `400 ${SUBTITLE_FONT}px`, colors.quiet, x, SECOND_LINE + 0.5);
    if (face.count) drawCount(painter, face, colors);
  },
  middle({ pen, read }, face, colors) {
    drawSquare(pen, face, colors);
    if (face.badge) {
      const [ink, ground] = getBadge(face.badge.state);
      pen.beginPath();
      pen.arc(ICON.x + ICON.square, ICON.y + ICON.square, 5, 0, 2 * Math.PI);
      pen.fillStyle = read(`--${ink === "on-strong" ? ground : ink}`);
      pen.fill();
    }
  },
  far({ pen }, { width, icon }, colors) {
    fillBox(pen, colors.block, 0, 0, width, CARD.height, 8);
    drawIcon(pen, icon, colors.sign, (width - 34) / 2, (CARD.height - 34) / 2, 34);
  },
};

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Face} face
 * @param {Colors} colors
 */
function drawSquare(pen, { icon }, colors) {
  fillBox(pen, colors.square, ICON.x, ICON.y, ICON.square, ICON.square, ICON.radius);
  const inset = (ICON.square - ICON.size) / 2;
  drawIcon(pen, icon, colors.icon, ICON.x + inset, ICON.y + inset, ICON.size);
}

/**
 * @param {ZoomLevel} level
 * @param {NodeData} data
 * @param {string | undefined} state
 * @param {(token: string) => string} read
 */
function paintCard(level, { icon, count, family, small, badge, findings, width }, state, read) {
  const canvas = document.createElement("canvas");
  canvas.width = width * SHARPNESS;
  canvas.height = CARD.height * SHARPNESS;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(SHARPNESS, SHARPNESS);
  pen.textBaseline = "middle";
  const amount = count ? formatNumber(count) : "";
  const face = { width, icon, count: amount, small, badge, hasFindings: Boolean(findings) };
  PAINTERS[level]({ pen, read }, face, chooseColors(read, family, state));
  drawFindings({ pen, read }, face);
  return canvas;
}

/** @typedef {Record<string, { image: HTMLCanvasElement }>} ImageCache */

/**
 * Return where a renderer of Cytoscape keeps images by their address.
 *
 * @param {NodeSingular} node
 * @returns {ImageCache}
 */
function getImageCache(node) {
  const renderer = /** @type {{ renderer(): { imageCache?: ImageCache } }} */ (/** @type {unknown} */ (node.cy()));
  renderer.renderer().imageCache ??= {};
  return /** @type {ImageCache} */ (renderer.renderer().imageCache);
}

/**
 * Create the images of cards.
 *
 * They are put among the renderer's images as if they had been loaded: nothing is encoded, and each card is whole when
 * it is drawn first. Addresses are short, because Cytoscape hashes each card's style with its own.
 */
export function createCardImages() {
  /** @type {Map<string, { address: string, cache: ImageCache }>} */
  const images = new Map(); // by what each looks like
  const tokens = createTokenReader();
  let painted = 0;

  return {
    /**
     * Return the address of a card's image; it is painted first if none looks like it.
     *
     * @param {ZoomLevel} level
     * @param {NodeSingular} node
     */
    getAddress(level, node) {
      /** @type {NodeData} */
      const data = node.data();
      const state = ["path"].find((name) => node.hasClass(name)); // a group has its members' role as a class
      const words = level === "near" ? [data.small, data.count, data.badge?.word] : [];
      const key = [
        level,
        data.width,
        data.icon,
        data.family,
        state,
        data.badge?.state,
        Boolean(data.findings),
        ...words,
      ].join("|");
      const known = images.get(key);
      if (known) return known.address;
      painted += 1;
      const address = `face:${painted}`;
      const cache = getImageCache(node);
      cache[address] = { image: Object.assign(paintCard(level, data, state, tokens.read), { complete: true }) };
      images.set(key, { address, cache });
      return address;
    },

    /** Forget all images, because colors may have changed. */
    clear() {
      for (const { address, cache } of images.values()) delete cache[address];
      images.clear();
      tokens.clear();
    },
  };
}
