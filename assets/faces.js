/* The faces of cards: an icon in a square, with the type or a count beside it; from far a block of colour. Each is painted
   once for all cards that look alike. */
(() => {
  const WIDTH = 136, HEIGHT = 106, SHARPNESS = 2;
  const PAD = 9, TOP = 8, SQUARE = 22, BIG = 28, HUGE = 62;

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const faces = new Map(); // what each looks like, to its address among the renderer's images
  let painted = 0;

  function colours(family, role) {
    const colour = token(`--family-${family}`);
    if (role === "start") {
      return { quiet: token("--on-strong-quiet"), square: token("--on-strong"), icon: colour, block: colour, sign: token("--on-strong") };
    }
    const path = role === "path", quiet = token("--ink-quiet");
    return {
      quiet,
      square: path ? token("--line") : token(`--family-${family}-tint`),
      icon: path ? quiet : colour,
      block: path ? token("--line") : colour,
      sign: path ? quiet : token("--on-strong"),
    };
  }

  const sheet = () => Object.assign(document.createElement("canvas"), { width: WIDTH * SHARPNESS, height: HEIGHT * SHARPNESS });

  function square(pen, colour, x, y, width, height = width) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(x, y, width, height, Math.min(width, 36) / 4.4);
    pen.fill();
  }

  function sign(pen, icon, colour, x, y, side) {
    pen.save();
    pen.translate(x, y);
    pen.scale(side / 24, side / 24);
    pen.strokeStyle = colour;
    pen.lineWidth = 2.2;
    pen.lineCap = pen.lineJoin = "round";
    pen.stroke(new Path2D(window.lineage.icons[icon] || window.lineage.icons.unknown));
    pen.restore();
  }

  function say(pen, text, size, colour, x, y) {
    pen.font = `600 ${size}px ${token("--font")}`;
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }

  const FACES = {
    near(pen, { icon, title, hue }) {
      square(pen, hue.square, PAD, TOP, SQUARE);
      sign(pen, icon, hue.icon, PAD + 3, TOP + 3, SQUARE - 6);
      pen.fillStyle = hue.quiet;
      pen.fillText(fitted(pen, title, WIDTH - 2 * PAD - SQUARE - 6), PAD + SQUARE + 6, TOP + SQUARE / 2 + 0.5);
    },
    middle(pen, { icon, count, hue }) {
      square(pen, hue.square, PAD, TOP, BIG);
      sign(pen, icon, hue.icon, PAD + 4, TOP + 4, BIG - 8);
      if (count) say(pen, count, 20, hue.quiet, PAD + BIG + 7, TOP + BIG / 2 + 1);
    },
    far(pen, { icon, count, hue }) {
      square(pen, hue.block, 0, 0, WIDTH, HEIGHT);
      sign(pen, icon, hue.sign, (WIDTH - HUGE) / 2, count ? 6 : (HEIGHT - HUGE) / 2, HUGE);
      pen.textAlign = "center";
      if (count) say(pen, count, 36, hue.sign, WIDTH / 2, HEIGHT - 22);
    },
  };

  function paint(level, { icon, title, count, family }, role) {
    const canvas = sheet(), pen = canvas.getContext("2d");
    pen.scale(SHARPNESS, SHARPNESS);
    pen.textBaseline = "middle";
    FACES[level](pen, { icon, title, count: count && `× ${count.toLocaleString("en")}`, hue: colours(family, role) });
    return canvas;
  }

  /* Cytoscape keeps images by their addresses. One that is put there has come already: nothing is encoded for it, and
     each card is whole when it is drawn first. Addresses are short, because each card's style is hashed with its own. */
  function keep(images, image) {
    const address = `face:${painted += 1}`;
    images[address] = { image: Object.assign(image, { complete: true }) };
    return { address, drop: () => { delete images[address]; } };
  }

  /* A title in the largest of three sizes in which there is room for all of it; cut where there is none. */
  function fitted(pen, text, room) {
    for (const size of [13, 12, 11]) {
      pen.font = `500 ${size}px ${token("--font")}`;
      if (pen.measureText(text).width <= room) return text;
    }
    return cut(pen, text, room);
  }

  function cut(pen, text, room) {
    if (pen.measureText(text).width <= room) return text;
    let end = text.length;
    while (end > 1 && pen.measureText(`${text.slice(0, end)}…`).width > room) end -= 1;
    return `${text.slice(0, end)}…`;
  }

  /* A group's members have their role as a class. */
  function face(level, node) {
    const data = node.data(), role = ["start", "path"].find((name) => node.hasClass(name));
    const key = [level, data.icon, level === "near" ? data.title : data.count, data.family, role].join("|");
    if (!faces.has(key)) faces.set(key, keep(node.cy().renderer().imageCache ??= {}, paint(level, data, role)));
    return faces.get(key).address;
  }

  /* Colours may be others now. */
  function forget() {
    for (const { drop } of faces.values()) drop();
    faces.clear();
  }

  window.lineage = Object.assign(window.lineage || {}, { face, forgetFaces: forget, CARD: { w: WIDTH, h: HEIGHT } });
})();
