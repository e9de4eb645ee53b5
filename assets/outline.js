/* The outline: the picture as a list, column by column, in step with the canvas. It is written when it is open, in
   the browser's spare time. */
(() => {
  function make(tag, name, ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  }

  function badge({ icon, family }) {
    const drawn = make("span", "icon");
    drawn.style.setProperty("--icon", `var(--icon-${icon})`);
    drawn.setAttribute("aria-hidden", "true");
    return make("span", `badge family-${family}`, drawn);
  }

  /* A plain link, that also opens in a tab of its own; the plain click is followed without loading the page anew. */
  function row(cy, data) {
    const node = cy.getElementById(data.id), link = make("a", data.role);
    link.href = window.lineage.toward(data.id);
    link.dataset.arn = data.id;
    link.append(badge(data), make("span", "name", data.name, make("small", "", data.title)));
    if (data.role === "start") link.append(make("span", "chip", "Start"));
    if (node.hasClass("between")) link.append(make("span", "chip", node.hasClass("end") ? "Path end" : "On a path"));
    link.classList.toggle("aside", node.hasClass("aside"));
    link.append(make("span", "unseen", `${node.incomers("edge").length} in, ${node.outgoers("edge").length} out`));
    const item = make("li", "", link);
    item.hidden = cy.nodes(".found").nonempty() && !node.hasClass("found");
    return item;
  }

  /* Cards by the lane whose heading they stand under, along the flow, each across it. Told of where they
     will stand: on the canvas they may be on their way. */
  function columns(lanes, nodes) {
    const heads = lanes.length ? lanes : [{ title: "Entities", at: 0 }]; // a card alone needs no heading on the canvas
    const held = heads.map(({ title, at }) => ({ title, at, nodes: [] }));
    const { along, across } = window.lineage.flow;
    for (const node of nodes) {
      const far = (lane) => Math.abs(lane.at - along(node.position));
      held.reduce((best, lane) => (far(lane) < far(best) ? lane : best)).nodes.push(node);
    }
    for (const lane of held) lane.nodes.sort((a, b) => along(a.position) - along(b.position) || across(a.position) - across(b.position));
    return held.filter(({ nodes }) => nodes.length).sort((a, b) => a.at - b.at);
  }

  function column(cy, { title, nodes }) {
    const head = make("summary", "", title, make("span", "count", nodes.length));
    const list = make("details", "", head, make("ol", "", ...nodes.map(({ data }) => row(cy, data))));
    list.open = true;
    return list;
  }

  function outline(cy, current) {
    const panel = document.getElementById("outline"), button = document.getElementById("show-outline");
    const list = panel.querySelector(".twin"), follow = window.lineage.twin(cy, list, current);
    const rows = () => [...list.querySelectorAll("[data-arn]")];
    let picture = null, written = false;

    function write() {
      if (written || panel.hidden || !picture) return;
      written = true;
      const former = list.contains(document.activeElement) && document.activeElement.dataset.arn;
      list.replaceChildren(...columns(...picture).map((lane) => column(cy, lane)));
      follow();
      if (former) (rows().find((row) => row.dataset.arn === former) ?? rows()[0]).focus();
    }

    function turn(open) {
      panel.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
      write();
      (open ? list.querySelector("[tabindex='0']") : button)?.focus();
    }

    cy.on("lineage-drawn", (_, lanes, nodes) => {
      [picture, written] = [[lanes, nodes], false];
      if (!panel.hidden) requestIdleCallback(write);
    });
    button.addEventListener("click", () => turn(panel.hidden));
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      turn(false);
    });
    panel.addEventListener("click", (event) => {
      if (event.target.closest("button")) turn(false);
      const link = event.target.closest("[data-arn]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.lineage.focus(link.dataset.arn);
    });
    panel.addEventListener("focusout", ({ relatedTarget }) => {
      if (!relatedTarget?.closest(".outline, #graph")) current.show(null);
    });
  }

  window.lineage = Object.assign(window.lineage || {}, { outline });
})();
