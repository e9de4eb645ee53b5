/* What the pointer does on the canvas: a click re-focuses, hovering tells and lights up the way. */
(() => {
  /* Only what differs is touched: each class that comes or goes is a restyling. */
  function mark(cy, name, wanted) {
    const marked = cy.elements(`.${name}`);
    marked.not(wanted).removeClass(name);
    wanted.not(marked).addClass(name);
  }

  function light(cy, node) {
    const way = node.predecessors().union(node.successors()).union(node);
    cy.batch(() => {
      mark(cy, "faded", cy.elements().not(way));
      mark(cy, "lit", way.edges());
      mark(cy, "named", node.connectedEdges());
    });
  }

  const unlight = (cy) => cy.batch(() => cy.elements(".faded, .lit, .named, .spelled").removeClass("faded lit named spelled"));

  function line(tag, text, name) {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    return element;
  }

  /* A group: its first names, and how many more there are. */
  function gathered({ title, names, count }) {
    const more = count > names.length ? [`and ${(count - names.length).toLocaleString("en")} more`] : [];
    return [line("strong", title), ...[...names, ...more].map((text) => line("span", text))];
  }

  function told(node) {
    const { title, name, type, lineage_type, account, source, created, status } = node.data();
    const facts = [
      [title, type && type !== title ? `${type} · ${lineage_type}` : lineage_type].filter(Boolean).join(" · "),
      [status, created && `created ${created}`].filter(Boolean).join(" · "),
      account && `Account ${account}`,
      node.hasClass("stub") && "Named by an association, but not readable: another account, or reading was cut.",
    ];
    const lines = [line("strong", name), ...facts.filter(Boolean).map((text) => line("span", text))];
    return source && source !== name ? [...lines, line("code", source)] : lines;
  }

  function tell(tooltip, node, invitation) {
    const { role } = node.data();
    tooltip.replaceChildren(...(role === "group" ? gathered(node.data()) : told(node)));
    tooltip.append(line("em", invitation ?? window.lineage.invitation(role)));
    tooltip.hidden = false;
  }

  function place(tooltip, cy, node) {
    const box = node.renderedBoundingBox({ includeLabels: false }), width = tooltip.offsetWidth, height = tooltip.offsetHeight;
    const left = Math.min(Math.max(8, (box.x1 + box.x2 - width) / 2), cy.width() - width - 8);
    const below = box.y2 + 10 + height < cy.height();
    tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(below ? box.y2 + 10 : Math.max(8, box.y1 - height - 10))}px)`;
  }

  const tooltipOf = (cy) => cy.container().parentElement.querySelector(".tooltip");

  /* Show what a card is; `invitation` says what to do with it. */
  function explain(cy, node, invitation) {
    tell(tooltipOf(cy), node, invitation);
    place(tooltipOf(cy), cy, node);
  }

  const hush = (cy) => { tooltipOf(cy).hidden = true; };

  /* A pointer on its way to a click lights nothing up: repainting the picture would hold the click up. */
  const REST_MS = 90;

  function wire(cy) {
    let resting;
    const hide = () => { clearTimeout(resting); hush(cy); };
    let held = false; // a long press is no click
    cy.on("tapstart", () => { held = false; });
    cy.on("taphold", "node", () => { held = true; });
    cy.on("tap", "node", ({ target, originalEvent }) => {
      hide();
      if (held) return;
      if (window.lineage.take?.(target, originalEvent?.shiftKey)) return; // a saved page has nothing to pick
      window.lineage.focus(target.id(), originalEvent?.ctrlKey || originalEvent?.metaKey);
    });
    cy.on("mouseover", "node", ({ target }) => {
      cy.container().style.cursor = "pointer";
      clearTimeout(resting);
      resting = setTimeout(() => {
        light(cy, target);
        explain(cy, target);
      }, REST_MS);
    });
    const leave = () => { cy.container().style.cursor = ""; unlight(cy); hide(); };
    cy.on("mouseout", "node", leave);
    cy.container().addEventListener("mouseleave", leave); // Cytoscape itself does not notice
    cy.on("mouseover", "edge", ({ target }) => target.addClass("lit named spelled"));
    cy.on("mouseout", "edge", () => unlight(cy));
    cy.on("pan zoom lineage-drawn cxttap taphold", () => { hide(); });
    window.lineage.lanes(cy);
    window.lineage.levels(cy);
    window.lineage.print(cy);
    window.lineage.minimap?.(cy); // a saved page has none
    window.lineage.ways(cy);
  }

  /* What a click is for; a page where it does something else says so itself. */
  const invitation = (role) => ({ start: "This is the focus", group: "Click to open it" })[role] ?? "Click to make it the focus";

  window.lineage = Object.assign(window.lineage || {}, { wire, light, unlight, explain, hush, invitation });
})();
