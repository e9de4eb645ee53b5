/* The whole picture, small, while only a part of it is in view: shows which part, and leads elsewhere. */
(() => {
  const WIDTH = 176, HEIGHT = 120, PAD = 6, CARD = { w: 136, h: 106 }, GLIDE_MS = 400;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /* Where picture units lie on the map. */
  function scaled({ x1, y1, w, h }) {
    const scale = Math.min((WIDTH - 2 * PAD) / w, (HEIGHT - 2 * PAD) / h);
    return { scale, x: (WIDTH - w * scale) / 2 - x1 * scale, y: (HEIGHT - h * scale) / 2 - y1 * scale };
  }

  function drawn(cards, map, sharpness) {
    const sheet = document.createElement("canvas"), inks = new Map();
    sheet.width = WIDTH * sharpness;
    sheet.height = HEIGHT * sharpness;
    const pen = sheet.getContext("2d");
    pen.scale(sharpness, sharpness);
    for (const { position: { x, y }, family } of cards) {
      if (!inks.has(family)) inks.set(family, colour(`--family-${family}`));
      pen.fillStyle = inks.get(family);
      const width = Math.max(1.5, CARD.w * map.scale), height = Math.max(1.5, CARD.h * map.scale);
      pen.fillRect(x * map.scale + map.x - width / 2, y * map.scale + map.y - height / 2, width, height);
    }
    return sheet;
  }

  function minimap(cy) {
    const sharpness = window.devicePixelRatio || 1, face = document.createElement("canvas");
    face.className = "minimap";
    face.setAttribute("aria-hidden", "true"); // what it does, keys do as well
    face.width = WIDTH * sharpness;
    face.height = HEIGHT * sharpness;
    face.hidden = true;
    cy.container().parentElement.append(face);
    let box = null, map = null, sheet = null, ink = "", asked = false, again;

    function build() {
      const cards = cy.nodes().map((node) => ({ position: node.position(), family: node.data("family") }));
      box = cards.length ? window.lineage.bounds(cards) : null;
      if (!box) { face.hidden = true; return; }
      map = scaled(box);
      sheet = drawn(cards, map, sharpness);
      ink = colour("--accent");
      frame();
    }

    function frame() {
      asked = false;
      if (!box) return;
      const { x1, y1, x2, y2, w, h } = cy.extent();
      face.hidden = x1 <= box.x1 && y1 <= box.y1 && x2 >= box.x2 && y2 >= box.y2;
      if (face.hidden) return;
      const pen = face.getContext("2d");
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, face.width, face.height);
      pen.drawImage(sheet, 0, 0);
      pen.scale(sharpness, sharpness);
      pen.strokeStyle = ink;
      pen.lineWidth = 1.5;
      pen.strokeRect(x1 * map.scale + map.x, y1 * map.scale + map.y, w * map.scale, h * map.scale);
    }

    const soon = () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(frame);
    };

    function lead(event) {
      if (!event.buttons) return;
      const at = face.getBoundingClientRect(), zoom = cy.zoom();
      const x = (event.clientX - at.x - map.x) / map.scale, y = (event.clientY - at.y - map.y) / map.scale;
      cy.stop();
      window.lineage.touch();
      cy.pan({ x: cy.width() / 2 - x * zoom, y: cy.height() / 2 - y * zoom });
    }

    face.addEventListener("pointerdown", (event) => { face.setPointerCapture(event.pointerId); lead(event); });
    face.addEventListener("pointermove", lead);
    cy.on("pan zoom resize", soon);
    cy.on("lineage-drawn", () => {
      clearTimeout(again);
      requestIdleCallback(build);
      again = setTimeout(build, GLIDE_MS); // what stayed has come to its place
    });
    new MutationObserver(build).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
  }

  window.lineage = Object.assign(window.lineage || {}, { minimap });
})();
