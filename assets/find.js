/* Find in the picture: type, n of N, Enter for the next. Every word must be in an entity's name, type, source or
   ARN. A list in step with the picture learns of it by `lineage-found`. */
(() => {
  const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  /* A group is found by the names that it shows. */
  function textOf(node) {
    const { name, names = [], title, type, lineage_type: kind, source, status, account } = node.data();
    return [name, ...names, title, type, kind, source, status, account, node.id()].join(" ").toLowerCase();
  }

  function alongTheFlow(a, b) {
    const { along, across } = window.lineage.flow;
    return along(a.position()) - along(b.position()) || across(a.position()) - across(b.position());
  }

  /* Only what can be seen can be searched: elsewhere Ctrl+F is the browser's own. */
  const seen = (cy) => cy.nodes().nonempty() && getComputedStyle(cy.container()).visibility === "visible";

  /* With `closed`, the bar comes and goes: it is told which node was found last. Without, the bar stays. */
  function find(cy, { show }, closed = null) {
    const box = document.getElementById("find"), told = document.getElementById("found"), bar = box.form;
    let texts = null, found = [], at = -1;

    /* The name is for a reader who hears the page; the picture shows it. */
    function tell() {
      const name = document.createElement("span");
      name.className = "unseen";
      if (at >= 0) name.textContent = `: ${found[at].data("name")}`;
      const count = found.length && (at < 0 ? `${found.length} found` : `${at + 1} of ${found.length}`);
      told.replaceChildren(count || (box.value.trim() && "None"), name);
    }

    function match() {
      const wanted = words(box.value);
      texts ??= new Map(cy.nodes().map((node) => [node.id(), textOf(node)]));
      const has = (node) => wanted.every((word) => texts.get(node.id()).includes(word));
      found = wanted.length ? cy.nodes().filter(has).toArray().sort(alongTheFlow) : [];
      const hits = new Set(found);
      cy.batch(() => cy.nodes().forEach((node) => { node.toggleClass("found", hits.has(node)); }));
      cy.emit("lineage-found", [wanted.length ? new Set(found.map((node) => node.id())) : null]);
    }

    function look() {
      match();
      at = found.length ? 0 : -1;
      go();
    }

    function go(steps = 0) {
      if (at < 0 && steps < 0) at = 0;
      if (found.length) at = (at + steps + found.length) % found.length;
      show(at < 0 ? null : found[at], { way: false });
      tell();
    }

    /* The same words in a new picture: nothing moves for them. */
    function again() {
      const former = at < 0 ? null : found[at].id();
      match();
      at = found.findIndex((node) => node.id() === former);
      tell();
    }

    function open() {
      bar.hidden = false;
      box.select();
    }

    function leave() {
      const last = at < 0 ? null : found[at], within = bar.contains(document.activeElement);
      box.value = "";
      look();
      if (!closed) return;
      bar.hidden = true;
      if (within) closed(last);
    }

    box.addEventListener("input", look);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    });
    bar.addEventListener("click", ({ target }) => {
      const pressed = target.closest("button");
      if (pressed?.id === "next") go(1);
      else if (pressed?.id === "previous") go(-1);
      else if (pressed) leave();
    });
    document.addEventListener("keydown", (event) => {
      const elsewhere = !bar.contains(event.target) && event.target.closest("input, textarea, select, dialog");
      if (event.key === "Escape" && !event.defaultPrevented && !bar.hidden && !elsewhere) {
        event.preventDefault();
        leave();
      }
      const asked = event.key === "f" && (event.ctrlKey || event.metaKey) && seen(cy);
      if (!asked || event.target === box) return; // a second Ctrl+F is the browser's own
      event.preventDefault();
      open();
    });
    cy.on("lineage-drawn", () => {
      texts = null;
      if (box.value.trim()) requestIdleCallback(again);
    });
    return { open };
  }

  window.lineage = Object.assign(window.lineage || {}, { find });
})();
