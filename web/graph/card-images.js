// Paints the image of a card: an icon in a square, with the type or a count beside it; from far a block of color. Each
// is painted once for all cards that look alike.

/** @import { NodeSingular } from "cytoscape" */
/** @import { NodeData } from "../types.d.ts" */
/** @import { ZoomLevel } from "./semantic-zoom.js" */
import { readToken } from "../dom/design-tokens.js";
import { ICON_PATHS } from "./icon-paths.js";

/** @typedef {ReturnType<typeof createCardImages>} CardImages */
/** @typedef {{ quiet: string, square: string, icon: string, block: string, sign: string }} Colors */
/** @typedef {{ icon: string, title: string, count: string, colors: Colors }} Face */

export const CARD = { width: 136, height: 106 };

const SHARPNESS = 2;
const PADDING = 9;
const TOP = 8;
const SQUARE = { near: 22, middle: 28, far: 62 };
const TITLE_SIZES = [13, 12, 11];

/**
 * @param {string} family
 * @param {string | undefined} role
 * @returns {Colors}
 */
function chooseColors(family, role) {
  const color = readToken(`--family-${family}`);
  const strong = readToken("--on-strong");
  if (role === "start") {
    return { quiet: readToken("--on-strong-quiet"), square: strong, icon: color, block: color, sign: strong };
  }
  const quiet = readToken("--ink-quiet");
  if (role === "path") {
    return { quiet, square: readToken("--line"), icon: quiet, block: readToken("--line"), sign: quiet };
  }
  return { quiet, square: readToken(`--family-${family}-tint`), icon: color, block: color, sign: strong };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} color
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} [height]
 */
function fillSquare(pen, color, x, y, width, height = width) {
  pen.fillStyle = color;
  pen.beginPath();
  pen.roundRect(x, y, width, height, Math.min(width, 36) / 4.4);
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
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} size
 * @param {string} color
 * @param {number} x
 * @param {number} y
 */
function writeCount(pen, text, size, color, x, y) {
  pen.font = `600 ${size}px ${readToken("--font")}`;
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}

/**
 * Choose the largest font for a title, and shorten it if there is no room for it in any.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} room
 */
function fitTitle(pen, text, room) {
  const isTooWide = (/** @type {string} */ words) => pen.measureText(words).width > room;
  for (const size of TITLE_SIZES) {
    pen.font = `500 ${size}px ${readToken("--font")}`;
    if (!isTooWide(text)) return text;
  }
  let end = text.length;
  while (end > 1 && isTooWide(`${text.slice(0, end)}…`)) end -= 1;
  return `${text.slice(0, end)}…`;
}

/** @type {Record<ZoomLevel, (pen: CanvasRenderingContext2D, face: Face) => void>} */
const PAINTERS = {
  near(pen, { icon, title, colors }) {
    const size = SQUARE.near;
    fillSquare(pen, colors.square, PADDING, TOP, size);
    drawIcon(pen, icon, colors.icon, PADDING + 3, TOP + 3, size - 6);
    const text = fitTitle(pen, title, CARD.width - 2 * PADDING - size - 6);
    pen.fillStyle = colors.quiet;
    pen.fillText(text, PADDING + size + 6, TOP + size / 2 + 0.5);
  },
  middle(pen, { icon, count, colors }) {
    const size = SQUARE.middle;
    fillSquare(pen, colors.square, PADDING, TOP, size);
    drawIcon(pen, icon, colors.icon, PADDING + 4, TOP + 4, size - 8);
    if (count) writeCount(pen, count, 20, colors.quiet, PADDING + size + 7, TOP + size / 2 + 1);
  },
  far(pen, { icon, count, colors }) {
    const size = SQUARE.far;
    fillSquare(pen, colors.block, 0, 0, CARD.width, CARD.height);
    drawIcon(pen, icon, colors.sign, (CARD.width - size) / 2, count ? 6 : (CARD.height - size) / 2, size);
    pen.textAlign = "center";
    if (count) writeCount(pen, count, 36, colors.sign, CARD.width / 2, CARD.height - 22);
  },
};

/**
 * @param {ZoomLevel} level
 * @param {NodeData} data
 * @param {string | undefined} role
 */
function paintCard(level, { icon, type_title: title, count, family }, role) {
  const canvas = document.createElement("canvas");
  canvas.width = CARD.width * SHARPNESS;
  canvas.height = CARD.height * SHARPNESS;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(SHARPNESS, SHARPNESS);
  pen.textBaseline = "middle";
  const amount = count ? `× ${count.toLocaleString("en")}` : "";
  PAINTERS[level](pen, { icon, title, count: amount, colors: chooseColors(family, role) });
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
      const role = ["start", "path"].find((name) => node.hasClass(name)); // a group has its members' role as a class
      const detail = level === "near" ? data.type_title : data.count;
      const key = [level, data.icon, detail, data.family, role].join("|");
      const known = images.get(key);
      if (known) return known.address;
      painted += 1;
      const address = `face:${painted}`;
      const cache = getImageCache(node);
      cache[address] = { image: Object.assign(paintCard(level, data, role), { complete: true }) };
      images.set(key, { address, cache });
      return address;
    },

    /** Forget all images, because colors may have changed. */
    clear() {
      for (const { address, cache } of images.values()) delete cache[address];
      images.clear();
    },
  };
}
