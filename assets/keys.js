/* The keyboard on the canvas: arrows walk from card to card, along associations and within a column; Enter makes the
   card the focus. A live region says what a card is; `?` lists the keys. */
(() => {
  const COLUMN = 40; // cards whose centres are no further apart stand in one column
  const KEYS = "Arrow keys walk along associations, Enter makes a card the focus, question mark lists all keys";

  const nearest = (node) => {
    const { x, y } = node.position(), far = (other) => Math.hypot(other.position().x - x, other.position().y - y);
    return (a, b) => far(a) - far(b);
  };

  /* Along associations, nearest first; but back the way one came. */
  function along(node, neighbours, former) {
    const others = neighbours.not(node);
    return former && others.has(former) ? former : others.toArray().sort(nearest(node))[0];
  }

  function beside(node, sign) {
    const { along: way, across } = window.lineage.flow, here = node.position();
    const further = (other) => Math.abs(way(other.position()) - way(here)) < COLUMN && (across(other.position()) - across(here)) * sign > 0;
    return node.cy().nodes().filter(further).toArray().sort(nearest(node))[0];
  }

  const start = (cy) => cy.nodes(".start")[0] ?? cy.nodes()[0];

  /* Told for a picture that flows to the right; in one that flows down, down leads on and right leads aside. */
  const STEPS = {
    ArrowLeft: (node, former) => along(node, node.incomers("node"), former),
    ArrowRight: (node, former) => along(node, node.outgoers("node"), former),
    ArrowUp: (node) => beside(node, -1),
    ArrowDown: (node) => beside(node, 1),
    Home: (node) => start(node.cy()),
  };
  const LOOKS = { "+": "in", "-": "out", 0: "fit" };

  const invitation = { start: "This is the focus", group: "Enter opens it" };

  /* "ContributedTo: Data set train.csv, 2 in, 3 out": what one came along, and where one came to. */
  function said(node, former) {
    const { association, via } = (former && former !== node && former.edgesWith(node).data()) || {}, way = via ?? association;
    const { title, name, role } = node.data();
    const what = name.startsWith(title) ? name : `${title} ${name}`;
    const edges = `${node.incomers("edge").length} in, ${node.outgoers("edge").length} out`;
    return `${way ? `${way}: ` : ""}${[what, role === "start" && "the focus", edges].filter(Boolean).join(", ")}`;
  }

  function keys(cy, { show, shown }, { take, stop }) {
    const canvas = cy.container(), region = document.getElementById("spoken");
    let former = null, last = null, tapped = false;

    async function go(node) {
      if (!node) return;
      former = shown();
      region.textContent = said(node, former);
      await show(node);
      if (shown() !== node || document.activeElement !== canvas) return; // one went on
      window.lineage.explain(cy, node, invitation[node.data("role")] ?? "Enter makes it the focus");
    }

    /* Outline, light and tooltip go; where one was is kept for when one comes back. */
    function leave() {
      last = shown() ?? last;
      show(null);
      window.lineage.hush(cy);
    }

    function press(event) {
      const here = shown(), apart = event.ctrlKey || event.metaKey, step = STEPS[window.lineage.flow.key(event.key)];
      if (event.altKey || (apart && event.key !== "Enter")) return false;
      if (step) go(here ? step(here, former) : start(cy));
      else if (event.key in LOOKS) window.lineage.look(LOOKS[event.key]);
      else if (event.key === "Enter" && here) apart || !take(here) ? window.lineage.focus(here.id(), apart) : leave();
      else if (event.key.toLowerCase() === "p" && here) take(here, true) || window.lineage.focus(here.id());
      else if (event.key === "e" && here) window.lineage.expand(here);
      else if (event.key === "E" && here) window.lineage.contract(here);
      else if (event.key === "Escape" && stop()) return true;
      else if (event.key === "Escape" && here) leave();
      else return false;
      return true;
    }

    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", `Picture of the lineage. ${KEYS}`);
    canvas.addEventListener("keydown", (event) => {
      if (!press(event)) return;
      event.preventDefault();
      event.stopPropagation(); // Ctrl+Enter elsewhere runs the query
    });
    canvas.addEventListener("focus", () => {
      if (tapped || !canvas.matches(":focus-visible") || cy.nodes().empty()) return;
      go(shown() ?? (last && !last.removed() ? last : start(cy)));
    });
    canvas.addEventListener("blur", ({ relatedTarget }) => {
      if (!relatedTarget?.closest(".find, .outline, .menu")) leave();
      else window.lineage.hush(cy);
    });
    cy.on("tap", () => { // from here the keys lead on; the pointer is where it is
      tapped = true;
      canvas.focus({ preventScroll: true });
      tapped = false;
    });

    /* Come to the canvas, at a card or where one was. */
    return { come: (node) => { last = node ?? last; canvas.focus({ preventScroll: true }); } };
  }

  /* --- the list of keys ------------------------------------------------------------------------ */

  const list = () => document.getElementById("keys");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    event.preventDefault();
    list()?.showModal(); // before the page has come there is none
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("#show-keys")) list().showModal();
    else if (target === list() || target.closest("#keys button")) list().close();
  });

  window.lineage = Object.assign(window.lineage || {}, { keys });
})();
