/* Where to look at a picture. A view is a zoom and a pan, one that is to fit says so; all but `turn` only work views
   out. The rule is told in docs/architecture.md, “The camera”. */
(() => {
  const GLIDE_MS = 250;
  const WHOLE = 0.35, READABLE = 0.5, LARGEST = 0.9; // zooms: names can just be read, easily, and in full
  const USUAL = { width: 1280, height: 800 }; // a canvas that these are for; a larger one is seen from further away
  const ENOUGH = 0.5; // of the cards that could be seen, must be where the focus stays where it is
  const HALF = { x: 74, y: 59 }; // of a card, and its outline

  /* What is kept free: of headings, which stand over columns or beside rows, of the toolbar, and of the legend. */
  function margins() {
    const scale = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--scale")) || 1;
    const { left, top } = window.lineage.flow.isDown() ? { left: 112, top: 24 } : { left: 24, top: 48 };
    return { left: left * scale, top: top * scale, right: 64 * scale, bottom: 72 * scale };
  }

  const larger = (cy) => Math.max(1, Math.min(cy.width() / USUAL.width, cy.height() / USUAL.height));

  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function bounds(nodes) {
    const xs = nodes.map((n) => n.position.x), ys = nodes.map((n) => n.position.y);
    const x1 = Math.min(...xs) - HALF.x, x2 = Math.max(...xs) + HALF.x;
    const y1 = Math.min(...ys) - HALF.y, y2 = Math.max(...ys) + HALF.y;
    return { x1, x2, y1, y2, w: x2 - x1, h: y2 - y1 };
  }

  const at = (view, { x, y }) => ({ x: x * view.zoom + view.pan.x, y: y * view.zoom + view.pan.y });

  /* The view in which a place of the picture lies at a point of the canvas. */
  const held = (position, point, zoom) => ({ zoom, pan: { x: point.x - position.x * zoom, y: point.y - position.y * zoom } });

  /* Centres what fits; of what does not, shows as much as there is room for around the focus. */
  function along(size, low, high, focus, zoom) {
    if ((high - low) * zoom <= size) return size / 2 - ((low + high) / 2) * zoom;
    return Math.min(-low * zoom, Math.max(size - high * zoom, size / 2 - focus * zoom));
  }

  const focused = (nodes, focus) => (nodes.find((n) => n.data.id === focus) || nodes[0]).position;

  /* The whole picture where its names can just be read, or where that is asked; else the focus and as much around it as fits. */
  function fitted(cy, nodes, focus, whole = false) {
    const box = bounds(nodes), { x, y } = focused(nodes, focus);
    const { left, top, right, bottom } = margins(), width = cy.width() - left - right, height = cy.height() - top - bottom;
    const fitting = Math.min(width / box.w, height / box.h, LARGEST * larger(cy));
    const zoom = whole || fitting >= WHOLE ? Math.max(fitting, cy.minZoom()) : Math.min(READABLE * larger(cy), LARGEST);
    const pan = { x: left + along(width, box.x1, box.x2, x, zoom), y: top + along(height, box.y1, box.y2, y, zoom) };
    return { zoom, pan, fits: { whole } };
  }

  const inside = (cy, { x, y }) => x >= 0 && y >= 0 && x <= cy.width() && y <= cy.height();

  const seen = (cy, nodes, view) => nodes.filter((n) => inside(cy, at(view, n.position))).length;

  /* A view of the picture around a focus whose card stands at a point: there it stays, at this zoom, else at the zoom
     that fits. Only where so little would be seen, or nothing could be read, is it moved. */
  function around(cy, nodes, focus, point) {
    const best = fitted(cy, nodes, focus), position = focused(nodes, focus), zoom = cy.zoom();
    const zooms = zoom >= WHOLE || zoom >= best.zoom ? [zoom, best.zoom] : [best.zoom];
    const enough = ENOUGH * seen(cy, nodes, best);
    const staying = inside(cy, point) ? zooms.map((level) => held(position, point, level)) : [];
    return staying.find((view) => seen(cy, nodes, view) >= enough) ?? best;
  }

  /* The view that holds still: everything stays where it is, as long as anything is in view. */
  function unmoved(cy, nodes, focus, point) {
    const view = held(focused(nodes, focus), point, cy.zoom());
    return seen(cy, nodes, view) ? view : fitted(cy, nodes, focus);
  }

  /* --- what buttons ask --------------------------------------------------------------------------- */

  const middle = (cy) => ({ x: cy.width() / 2, y: cy.height() / 2 });

  const centred = (cy, position) => held(position, middle(cy), Math.max(cy.zoom(), LARGEST * larger(cy)));

  function zoomed(cy, factor) {
    const zoom = Math.min(cy.maxZoom(), Math.max(cy.minZoom(), cy.zoom() * factor)), { x, y } = middle(cy), pan = cy.pan();
    return held({ x: (x - pan.x) / cy.zoom(), y: (y - pan.y) / cy.zoom() }, { x, y }, zoom);
  }

  /* --- what moves -------------------------------------------------------------------------------- */

  const view = (cy) => ({ zoom: cy.zoom(), pan: { ...cy.pan() } });

  /* The same view seen from a canvas whose corner is elsewhere in the window. */
  const shifted = ({ zoom, pan }, { x, y }) => ({ zoom, pan: { x: pan.x + x, y: pan.y + y } });

  const same = (one, other) => one.zoom === other.zoom && Math.hypot(one.pan.x - other.pan.x, one.pan.y - other.pan.y) < 0.5;

  function turn(cy, { zoom, pan }, animated) {
    cy.stop();
    if (same(view(cy), { zoom, pan })) return;
    if (animated && !still()) cy.animate({ zoom, pan }, { duration: GLIDE_MS, easing: "ease-in-out-cubic" });
    else cy.viewport({ zoom, pan });
  }

  window.lineage = Object.assign(window.lineage || {}, {
    bounds, camera: { GLIDE_MS, still, fitted, around, unmoved, centred, zoomed, view, at, shifted, turn },
  });
})();
