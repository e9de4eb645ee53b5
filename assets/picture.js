/* Draws a picture that the server placed: what left goes, what is new appears, what stays glides.
   Elements go straight to Cytoscape, not through the component's `elements` property: that one would echo
   every change back and knows neither classes nor movement. */
(() => {
  const GLIDE_MS = 250, MOST_GLIDING = 400, MARGIN = 24, WHOLE = 0.4, READABLE = 0.5, LARGEST = 0.9, HEAD = 48, FOOT = 72;
  const HALF = { x: 74, y: 59 }; // of a card, and its outline

  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  /* Kept here and not in Cytoscape's scratch: setting that restyles every element. */
  const wired = new WeakSet();
  let current = { answer: null, start: null }, untouched = false;

  function canvas() {
    return new Promise((resolve) => {
      const look = () => {
        const element = document.getElementById("graph");
        if (element && element._cyreg && element._cyreg.cy) resolve(element._cyreg.cy);
        else requestAnimationFrame(look);
      };
      look();
    });
  }

  async function ready() {
    const cy = await canvas();
    if (!wired.has(cy)) {
      wired.add(cy);
      cy.removeListener("add remove tap mouseover select unselect"); // the component's own echoes to Dash
      await document.fonts.load('600 12px "Inter"');
      dress(cy);
      new MutationObserver(() => dress(cy)).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
      cy.on("dragpan scrollzoom pinchzoom", touch);
      new ResizeObserver(() => resized(cy)).observe(cy.container());
      window.lineage.wire(cy);
    }
    return cy;
  }

  const touch = () => { untouched = false; };

  /* A picture that nobody has moved stays in view when the window or the panels change. */
  function resized(cy) {
    cy.resize();
    if (untouched && cy.nodes().nonempty()) move(cy, camera(cy, shown(cy), current.start), false);
  }

  const dress = (cy) => cy.style().fromJson(window.lineage.cardStyle()).update();

  /* --- what changes ------------------------------------------------------------------------------ */

  /* What comes out of a group begins where the group stood, and glides from there as what stays does. */
  function change(cy, { nodes, edges }) {
    const kept = new Map(), wanted = new Set([...nodes, ...edges].map((e) => e.data.id));
    const stood = nodes.length > MOST_GLIDING ? new Map() : new Map(cy.nodes(".group").map((group) => [group.id(), { ...group.position() }]));
    cy.batch(() => {
      cy.elements().filter((e) => !wanted.has(e.id())).remove();
      for (const node of nodes) {
        const from = stood.get(node.data.within), there = put(cy, "nodes", from ? { ...node, position: from } : node);
        if (there || from) kept.set(there || cy.getElementById(node.data.id), node.position);
      }
      for (const edge of edges) put(cy, "edges", edge);
    });
    return kept;
  }

  /* Add an element, or bring the one that is there up to date; styling what did not change is what costs.
     Returns the element that was there. */
  function put(cy, group, { data, classes, position }) {
    const drawn = JSON.stringify([data, classes]), there = cy.getElementById(data.id);
    if (there.empty()) {
      cy.add({ group, data, classes, position, pannable: true, scratch: { drawn } });
      return null;
    }
    if (there.scratch("drawn") !== drawn) there.data(data).classes(classes).scratch("drawn", drawn);
    return there;
  }

  /* Browsers move some hundred cards smoothly; more are put in their places at once. */
  function glide(cy, kept) {
    const moved = [...kept].filter(([node, { x, y }]) => Math.abs(node.position("x") - x) >= 1 || Math.abs(node.position("y") - y) >= 1);
    const animated = !still() && moved.length <= MOST_GLIDING;
    cy.batch(() => {
      for (const [node, position] of moved) {
        node.stop(true);
        if (animated) node.animate({ position }, { duration: GLIDE_MS, easing: "ease-in-out-cubic" });
        else node.position(position);
      }
    });
  }

  /* --- where to look ----------------------------------------------------------------------------- */

  function bounds(nodes) {
    const xs = nodes.map((n) => n.position.x), ys = nodes.map((n) => n.position.y);
    const x1 = Math.min(...xs) - HALF.x, x2 = Math.max(...xs) + HALF.x;
    const y1 = Math.min(...ys) - HALF.y, y2 = Math.max(...ys) + HALF.y;
    return { x1, x2, y1, y2, w: x2 - x1, h: y2 - y1 };
  }

  /* The whole picture where its names can just be read; else the start and as much around it as fits. */
  function camera(cy, nodes, start, whole) {
    cy.resize(); // panels may have come or gone
    const box = bounds(nodes), width = cy.width() - 2 * MARGIN, height = cy.height() - HEAD - FOOT;
    const fitting = Math.min(width / box.w, height / box.h, LARGEST);
    const zoom = whole || fitting >= WHOLE ? Math.max(fitting, cy.minZoom()) : READABLE;
    const focus = (nodes.find((n) => n.data.id === start) || nodes[0]).position;
    return { zoom, pan: {
      x: MARGIN + along(width, box.x1, box.x2, focus.x, zoom),
      y: HEAD + along(height, box.y1, box.y2, focus.y, zoom),
    } };
  }

  /* Whether a vertex stands where it stood: then the picture grows in place. */
  function stays(cy, nodes, id) {
    const { x, y } = nodes.find((n) => n.data.id === id).position, before = cy.getElementById(id).position();
    return before && Math.abs(x - before.x) < 1 && Math.abs(y - before.y) < 1;
  }

  /* Centres what fits; of what does not, shows as much as there is room for around the focus. */
  function along(size, low, high, focus, zoom) {
    if ((high - low) * zoom <= size) return size / 2 - ((low + high) / 2) * zoom;
    return Math.min(-low * zoom, Math.max(size - high * zoom, size / 2 - focus * zoom));
  }

  function move(cy, view, animated) {
    cy.stop();
    if (animated && !still()) cy.animate(view, { duration: GLIDE_MS, easing: "ease-in-out-cubic" });
    else cy.viewport(view);
  }

  /* --- one drawing ------------------------------------------------------------------------------- */

  /* Resolves when the new picture has been painted; what stays glides to its place when the page has said so. */
  async function draw({ answer, start, elements }) {
    const cy = await ready();
    if (!elements) cy.elements().remove();
    else {
      const first = cy.nodes().empty(), same = answer === current.answer && stays(cy, elements.nodes, start);
      const kept = change(cy, elements), view = same ? null : camera(cy, elements.nodes, start);
      if (first) move(cy, view, false);
      cy.emit("lineage-drawn", [elements.lanes, elements.nodes]);
      await painted();
      requestIdleCallback(() => {
        window.lineage.unlight(cy); // what the pointer lit up before the click
        glide(cy, kept);
        if (view && !first) move(cy, view, true);
        if (view) untouched = true;
      }, { timeout: GLIDE_MS });
    }
    current = { answer, start };
  }

  /* Cytoscape renders in the next frame, before this callback: it asked for that frame earlier. */
  const painted = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });

  const shown = (cy) => cy.nodes().map((n) => ({ data: { id: n.id() }, position: n.position() }));

  async function look(how) {
    const cy = await canvas();
    if (cy.nodes().empty()) return;
    touch();
    if (how === "fit") move(cy, camera(cy, shown(cy), current.start, true), true);
    if (how === "centre") {
      const zoom = Math.max(cy.zoom(), LARGEST), { x, y } = cy.getElementById(current.start).position();
      move(cy, { zoom, pan: { x: cy.width() / 2 - x * zoom, y: cy.height() / 2 - y * zoom } }, true);
    }
    if (how === "in" || how === "out") {
      const level = Math.min(cy.maxZoom(), Math.max(cy.minZoom(), cy.zoom() * (how === "in" ? 1.4 : 1 / 1.4)));
      const centre = { x: cy.width() / 2, y: cy.height() / 2 }, { x, y } = cy.pan(), ratio = level / cy.zoom();
      move(cy, { zoom: level, pan: { x: centre.x - (centre.x - x) * ratio, y: centre.y - (centre.y - y) * ratio } }, true);
    }
  }

  window.lineage = Object.assign(window.lineage || {}, { draw, look, touch, bounds });
})();
