/* Opens a saved picture: mounts Cytoscape where the explorer has its component, stands in for the little that
   the picture asks of the address, draws, and says on the main region what was drawn. */
(() => {
  const drawing = JSON.parse(document.getElementById("drawing").textContent);

  function say({ state, start, vertices, associations, key }) {
    Object.assign(document.getElementById("lineage").dataset, { start, vertices, edges: associations, key, state });
  }

  function panel() {
    const button = document.getElementById("list"), columns = document.querySelector(".columns");
    const turn = (open) => {
      columns.classList.toggle("alone", !open);
      button.setAttribute("aria-expanded", String(open));
    };
    turn(window.innerWidth >= 1080);
    button.addEventListener("click", () => turn(columns.classList.contains("alone")));
  }

  const cy = window.cytoscape({
    container: document.getElementById("graph"),
    layout: { name: "preset", fit: false },
    autoungrabify: true,
    boxSelectionEnabled: false,
    minZoom: 0.05,
    maxZoom: 3,
  });

  function facts(list, { show }) {
    const details = document.getElementById("details");
    cy.on("lineage-current", (_, node) => {
      details.hidden = !node;
      details.replaceChildren(...(node ? window.lineage.facts(node) : []));
      details.scrollTop = 0;
    });
    details.addEventListener("click", ({ target }) => {
      const arn = target.closest("[data-walk]")?.dataset.walk;
      if (!arn) return;
      show(cy.getElementById(arn));
      list.querySelector("[aria-current]").focus();
    });
  }

  window.lineage.ways = () => {
    const current = window.lineage.current(cy), list = document.querySelector(".twin");
    facts(list, current); // before the list, which then knows its room
    window.lineage.twin(cy, list, current);
    const { open } = window.lineage.find(cy, current);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.target.closest("input")) return;
      event.preventDefault();
      open();
    });
    cy.on("tap", ({ target }) => { if (target === cy) current.show(null); });
    window.lineage.focus = (arn) => current.show(cy.getElementById(arn), { move: false });
  };

  window.lineage.invitation = () => "Click to keep its way lit";
  document.getElementById("centre").hidden = !drawing.start;
  panel();
  window.lineage.draw(drawing).then(() => say(drawing));
})();
