/* Draws a picture that the server placed: what left goes, what is new appears, what stays glides.
   Elements go straight to Cytoscape, not through the component's `elements` property: that one would echo
   every change back and knows neither classes nor movement. */
(() => {
  const MOST_GLIDING = 400;
  const { camera } = window.lineage, { GLIDE_MS, still } = camera;

  /* Kept here and not in Cytoscape's scratch: setting that restyles every element. */
  const prepared = new WeakMap();
  let current = { asked: null, start: null, flow: null }, fits = null, corner = { x: 0, y: 0 };

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
    if (!prepared.has(cy)) prepared.set(cy, prepare(cy));
    await prepared.get(cy);
    return cy;
  }

  async function prepare(cy) {
    cy.removeListener("add remove dragfree mouseout mouseover resize select tap unselect viewport"); // the component echoes them to Dash
    await document.fonts.load('600 12px "Inter"');
    dress(cy);
    new MutationObserver(() => dress(cy)).observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
    cy.on("dragpan scrollzoom pinchzoom", touch);
    new ResizeObserver(() => resized(cy)).observe(cy.container());
    window.lineage.wire(cy);
  }

  const touch = () => { fits = null; };

  /* When the window or the panels change, a picture that was fitted is so again; another one stays where it is in the
     window, whatever comes or goes beside it. */
  function resized(cy) {
    const to = camera.view(cy), { x, y } = cy.container().getBoundingClientRect(), moved = { x: corner.x - x, y: corner.y - y };
    corner = { x, y };
    cy.resize();
    if (cy.nodes().empty()) return;
    camera.turn(cy, fits ? camera.fitted(cy, shown(cy), current.start, fits.whole) : camera.shifted(to, moved), false);
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
        const from = stood.get(node.data.within), there = put(cy, "nodes", from ? { ...node, position: { ...from } } : node);
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
    const worn = group === "nodes" ? window.lineage.leveled(classes) : classes;
    if (there.empty()) {
      cy.add({ group, data, classes: worn, position, pannable: true, scratch: { drawn } });
      return null;
    }
    if (there.scratch("drawn") !== drawn) {
      there.removeData(Object.keys(there.data()).filter((name) => !(name in data)).join(" ")); // `data` only adds
      there.data(data).classes(worn).scratch("drawn", drawn);
    }
    return there;
  }

  /* Browsers move some hundred cards smoothly; more are put in their places at once. Returns whether they glide. */
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
    return animated;
  }

  /* --- one drawing ------------------------------------------------------------------------------- */

  /* Where to look: where one looked when one was here before, or so that the focus stays where it stands in view. What
     is only opened, hidden or coloured otherwise moves nothing; another question about the same focus is fitted. */
  function view(cy, nodes, { asked, start, flow }, stood, before) {
    if (before) return camera.shifted(before, { x: -corner.x, y: -corner.y });
    if (!stood || (start === current.start && asked !== current.asked)) return camera.fitted(cy, nodes, start);
    const same = start === current.start && flow === current.flow;
    const point = camera.at(camera.view(cy), stood);
    return same ? { fits, ...camera.unmoved(cy, nodes, start, point) } : camera.around(cy, nodes, start, point);
  }

  function turn(cy, to, animated) {
    ({ fits = null } = to);
    camera.turn(cy, to, animated);
  }

  /* Resolves when the new picture has been painted; what stays glides to its place when the page has said so.
     `before` is the view, in the window, that belongs to this picture already. */
  async function draw({ asked, start, elements }, before = null) {
    const cy = await ready();
    if (!elements) cy.elements().remove();
    else {
      const { nodes, lanes, flow } = elements, first = cy.nodes().empty(), former = cy.getElementById(start), from = camera.view(cy);
      window.lineage.flow.set(flow);
      const to = view(cy, nodes, { asked, start, flow }, former.nonempty() ? former.position() : null, before);
      fits = to.fits ?? null;
      if (first) camera.turn(cy, to, false); // before there are cards that would have to change with the zoom
      const kept = change(cy, elements);
      cy.emit("lineage-drawn", [lanes, nodes]);
      await painted();
      requestIdleCallback(() => {
        window.lineage.unlight(cy); // what the pointer lit up before the click
        const animated = glide(cy, kept), now = camera.view(cy);
        if (fits) camera.turn(cy, camera.fitted(cy, nodes, start, fits.whole), animated && !first);
        else if (!first && now.zoom === from.zoom) { // else the reader has turned to something
          camera.turn(cy, camera.shifted(to, { x: now.pan.x - from.pan.x, y: now.pan.y - from.pan.y }), animated);
        }
      }, { timeout: GLIDE_MS });
    }
    current = { asked, start, flow: elements?.flow ?? null };
  }

  /* Cytoscape renders in the next frame, before this callback: it asked for that frame earlier. */
  const painted = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });

  const cards = (nodes) => nodes.map((n) => ({ data: { id: n.id() }, position: n.position() }));
  const shown = (cy) => cards(cy.nodes());

  /* Turn to some of the cards, as near as all of them allow. */
  const bring = (cy, nodes) => turn(cy, { ...camera.fitted(cy, cards(nodes), null, true), fits: null }, true);

  const LOOKS = {
    present: (cy) => camera.fitted(cy, shown(cy), current.start),
    fit: (cy) => camera.fitted(cy, shown(cy), current.start, true),
    centre: (cy) => camera.centred(cy, cy.getElementById(current.start).position()),
    in: (cy) => camera.zoomed(cy, 1.4),
    out: (cy) => camera.zoomed(cy, 1 / 1.4),
  };

  async function look(how) {
    const cy = await canvas();
    if (cy.nodes().nonempty()) turn(cy, LOOKS[how](cy), true);
  }

  requestIdleCallback(ready); // while the first screen is read

  window.lineage = Object.assign(window.lineage || {}, { draw, look, touch, bring });
})();
