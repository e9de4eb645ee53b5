/* The entity that is looked at: clicked, found, or walked to in the list. Its card is outlined, its way lit,
   its row marked, and its facts stand under the list. */
(() => {
  const NEAR = 24, HEAD = 48, FOOT = 72, LEGIBLE = 0.4, READABLE = 0.56, GLIDE_MS = 250;

  /* Bring a card into view; what can be read where it is stays where it is. */
  function reveal(cy, node) {
    const box = node.renderedBoundingBox({ includeLabels: false }), zoom = Math.max(cy.zoom(), READABLE);
    const inView = box.x1 > NEAR && box.x2 < cy.width() - NEAR && box.y1 > HEAD && box.y2 < cy.height() - FOOT;
    if (inView && cy.zoom() >= LEGIBLE) return;
    const { x, y } = node.position();
    const view = { zoom, pan: { x: cy.width() / 2 - x * zoom, y: cy.height() / 2 - y * zoom } };
    cy.stop();
    window.lineage.touch();
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) cy.viewport(view);
    else cy.animate(view, { duration: GLIDE_MS, easing: "ease-in-out-cubic" });
  }

  /* Mark a row, or with none the first, as the one that Tab leads to. */
  function mark(rows, row) {
    for (const other of rows) {
      other.tabIndex = other === (row || rows[0]) ? 0 : -1;
      if (other !== row) other.removeAttribute("aria-current");
    }
    if (!row) return;
    row.parentElement.hidden = false;
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
  }

  /* Say which row a key leads to: up and down the list, or along an association. */
  function led(cy, rows, row, key) {
    const inSight = rows.filter((other) => !other.parentElement.hidden), at = inSight.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: inSight.length - 1 };
    if (key in to) return inSight[to[key]];
    const node = cy.getElementById(row.dataset.arn), along = { ArrowLeft: node.incomers("node"), ArrowRight: node.outgoers("node") }[key];
    return along && rows.find((other) => other !== row && along.getElementById(other.dataset.arn).nonempty());
  }

  function listen(cy, rows, show) {
    const list = document.querySelector(".twin"), rowOf = (arn) => rows.find((row) => row.dataset.arn === arn);
    const look = ({ target, type }) => {
      const row = target.closest("button");
      if (row && (type === "click" || !row.hasAttribute("aria-current"))) show(cy.getElementById(row.dataset.arn));
    };
    list.addEventListener("focusin", look);
    list.addEventListener("click", look); // lights the way of what was found; and not every browser moves the focus
    list.addEventListener("keydown", (event) => {
      const to = led(cy, rows, event.target, event.key);
      if (event.key.startsWith("Arrow") || to) event.preventDefault();
      to?.focus();
    });
    document.getElementById("details").addEventListener("click", ({ target }) => {
      const arn = target.closest("[data-walk]")?.dataset.walk;
      if (!arn) return;
      show(cy.getElementById(arn));
      rowOf(arn).focus();
    });
    cy.on("tap", ({ target }) => { if (target === cy) show(null); });
  }

  function current(cy) {
    const rows = [...document.querySelectorAll(".twin button")], panel = document.getElementById("details");
    let shown = null, lit = false;

    const relight = () => (shown && lit ? window.lineage.light(cy, shown) : window.lineage.unlight(cy));

    /* Look at a node, or with null at none: `way` lights what is up- and downstream of it. */
    function show(node, { way = true, move = true } = {}) {
      shown?.removeClass("current");
      shown = node;
      lit = way;
      node?.addClass("current");
      relight();
      panel.hidden = !node;
      panel.replaceChildren(...(node ? window.lineage.facts(node) : []));
      panel.scrollTop = 0;
      mark(rows, rows.find((row) => row.dataset.arn === node?.id())); // after the facts have taken their room
      if (node && move) reveal(cy, node);
    }

    cy.on("mouseout", "node, edge", relight);
    cy.container().addEventListener("mouseleave", relight);
    listen(cy, rows, show);
    mark(rows);
    return { show, rows };
  }

  window.lineage = Object.assign(window.lineage || {}, { current });
})();
