// Images of cards, painted once for all cards that look alike.

import iconPaths from "./icon-paths.json" with { type: "json" };

/** @type {Record<string, string>} */
const ICON_PATHS = iconPaths;

const WIDTH = 136,
  HEIGHT = 106,
  SHARPNESS = 2;
export const CARD = { w: WIDTH, h: HEIGHT };
const PAD = 9,
  TOP = 8,
  SQUARE = 22,
  BIG = 28,
  HUGE = 62;

const readToken = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const images = new Map(); // what each looks like, to its address among the renderer's images
let paintedCount = 0;

function chooseColors(family, role) {
  const colour = readToken(`--family-${family}`);
  if (role === "start") {
    return {
      quiet: readToken("--on-strong-quiet"),
      square: readToken("--on-strong"),
      icon: colour,
      block: colour,
      sign: readToken("--on-strong"),
    };
  }
  const path = role === "path",
    quiet = readToken("--ink-quiet");
  return {
    quiet,
    square: path ? readToken("--line") : readToken(`--family-${family}-tint`),
    icon: path ? quiet : colour,
    block: path ? readToken("--line") : colour,
    sign: path ? quiet : readToken("--on-strong"),
  };
}

const createSheet = () =>
  Object.assign(document.createElement("canvas"), { width: WIDTH * SHARPNESS, height: HEIGHT * SHARPNESS });

function paintSquare(context, colour, x, y, width, height = width) {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(width, 36) / 4.4);
  context.fill();
}

function paintIcon(context, icon, colour, x, y, side) {
  context.save();
  context.translate(x, y);
  context.scale(side / 24, side / 24);
  context.strokeStyle = colour;
  context.lineWidth = 2.2;
  context.lineCap = context.lineJoin = "round";
  context.stroke(new Path2D(ICON_PATHS[icon] ?? ICON_PATHS.unknown));
  context.restore();
}

function paintText(context, text, size, colour, x, y) {
  context.font = `600 ${size}px ${readToken("--font")}`;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

const PAINTERS = {
  near(context, { icon, title, hue }) {
    paintSquare(context, hue.square, PAD, TOP, SQUARE);
    paintIcon(context, icon, hue.icon, PAD + 3, TOP + 3, SQUARE - 6);
    context.fillStyle = hue.quiet;
    context.fillText(
      fitTitle(context, title, WIDTH - 2 * PAD - SQUARE - 6),
      PAD + SQUARE + 6,
      TOP + SQUARE / 2 + 0.5,
    );
  },
  middle(context, { icon, count, hue }) {
    paintSquare(context, hue.square, PAD, TOP, BIG);
    paintIcon(context, icon, hue.icon, PAD + 4, TOP + 4, BIG - 8);
    if (count) paintText(context, count, 20, hue.quiet, PAD + BIG + 7, TOP + BIG / 2 + 1);
  },
  far(context, { icon, count, hue }) {
    paintSquare(context, hue.block, 0, 0, WIDTH, HEIGHT);
    paintIcon(context, icon, hue.sign, (WIDTH - HUGE) / 2, count ? 6 : (HEIGHT - HUGE) / 2, HUGE);
    context.textAlign = "center";
    if (count) paintText(context, count, 36, hue.sign, WIDTH / 2, HEIGHT - 22);
  },
};

function paintCard(level, { icon, type_title: title, count, family }, role) {
  const canvas = createSheet(),
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(SHARPNESS, SHARPNESS);
  context.textBaseline = "middle";
  PAINTERS[level](context, {
    icon,
    title,
    count: count && `× ${count.toLocaleString("en")}`,
    hue: chooseColors(family, role),
  });
  return canvas;
}

/* Cytoscape keeps images by their addresses. One that is put there has come already: nothing is encoded for it, and
   each card is whole when it is drawn first. Addresses are short, because each card's style is hashed with its own. */
function storeImage(images, image) {
  const address = `face:${(paintedCount += 1)}`;
  images[address] = { image: Object.assign(image, { complete: true }) };
  return {
    address,
    drop: () => {
      delete images[address];
    },
  };
}

/* A title in the largest of three sizes in which there is room for all of it; cut where there is none. */
function fitTitle(context, text, room) {
  for (const size of [13, 12, 11]) {
    context.font = `500 ${size}px ${readToken("--font")}`;
    if (context.measureText(text).width <= room) return text;
  }
  return cutText(context, text, room);
}

function cutText(context, text, room) {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
  return `${text.slice(0, end)}…`;
}

/* A group's members have their role as a class. */
export function getCardImage(level, node) {
  const data = node.data(),
    role = ["start", "path"].find((name) => node.hasClass(name));
  const key = [level, data.icon, level === "near" ? data.type_title : data.count, data.family, role].join(
    "|",
  );
  if (!images.has(key))
    images.set(key, storeImage((node.cy().renderer().imageCache ??= {}), paintCard(level, data, role)));
  return images.get(key).address;
}

/* Colours may be others now. */
export function clearCardImages() {
  for (const { drop } of images.values()) drop();
  images.clear();
}
