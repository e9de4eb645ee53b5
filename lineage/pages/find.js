/* The box: type, n of N, Enter for the next. Every word must be in an entity's name, type, source or ARN. */
(() => {
  const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  function find(cy, { show, rows }) {
    const box = document.getElementById("find"), told = document.getElementById("found");
    const texts = new Map(cy.nodes().map((node) => {
      const { name, title, type, lineage_type: kind, source, status, account } = node.data();
      return [node.id(), [name, title, type, kind, source, status, account, node.id()].join(" ").toLowerCase()];
    }));
    let found = [], at = -1;

    /* The name is for a reader who hears the page; the picture shows it. */
    function tell() {
      const name = document.createElement("span");
      name.className = "unseen";
      if (found.length) name.textContent = `: ${cy.getElementById(found[at]).data("name")}`;
      const place = found.length ? `${at + 1} of ${found.length}` : box.value.trim() && "None";
      told.replaceChildren(place, name);
    }

    function look() {
      const wanted = words(box.value), has = (arn) => wanted.every((word) => texts.get(arn).includes(word));
      found = wanted.length ? rows.map((row) => row.dataset.arn).filter(has) : [];
      at = found.length ? 0 : -1;
      const hits = new Set(found);
      cy.batch(() => cy.nodes().forEach((node) => { node.toggleClass("found", hits.has(node.id())); }));
      for (const row of rows) row.parentElement.hidden = wanted.length > 0 && !hits.has(row.dataset.arn);
      go();
    }

    function go(steps = 0) {
      if (found.length) at = (at + steps + found.length) % found.length;
      show(found.length ? cy.getElementById(found[at]) : null, { way: false });
      tell();
    }

    function clear() {
      box.value = "";
      look();
    }

    box.addEventListener("input", look);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    });
    document.getElementById("next").addEventListener("click", () => go(1));
    document.getElementById("previous").addEventListener("click", () => go(-1));
    document.addEventListener("keydown", (event) => {
      const asked = (event.key === "f" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !event.target.closest("input"));
      if (event.key === "Escape") clear();
      if (!asked || event.target === box) return; // a second Ctrl+F is the browser's own
      event.preventDefault();
      box.select();
    });
  }

  window.lineage = Object.assign(window.lineage || {}, { find });
})();
