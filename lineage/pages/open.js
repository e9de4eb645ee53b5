/* Opens a saved picture: mounts Cytoscape where the explorer has its component, stands in for the little that
   the picture asks of the address, draws, and says on the main region what was drawn. */
(() => {
  const drawing = JSON.parse(document.getElementById("drawing").textContent);

  const accent = () => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
  const cardStyle = window.lineage.cardStyle;
  window.lineage.cardStyle = () => [
    ...cardStyle(),
    { selector: "node.found", style: { "outline-width": 3, "outline-offset": 2, "outline-opacity": 0.45, "outline-color": accent() } },
    { selector: "node.current", style: { "outline-width": 4, "outline-offset": 2, "outline-opacity": 1, "outline-color": accent() } },
  ];

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

  cy.one("lineage-drawn", () => {
    const { show, rows } = window.lineage.current(cy);
    window.lineage.find(cy, { show, rows });
    window.lineage.focus = (arn) => show(cy.getElementById(arn), { move: false });
  });
  window.lineage.invitation = () => "Click to keep its way lit";
  document.getElementById("centre").hidden = !drawing.start;
  panel();
  window.lineage.draw(drawing).then(() => say(drawing));
})();
