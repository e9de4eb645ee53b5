/* Opens a saved picture: mounts Cytoscape where the explorer has its component, stands in for the little that
   the picture asks of Dash and of the address, and draws. */
(() => {
  const drawing = document.getElementById("drawing").textContent, title = document.title;

  const accent = () => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
  const cardStyle = window.lineage.cardStyle;
  window.lineage.cardStyle = () => [
    ...cardStyle(),
    { selector: "node.found", style: { "outline-width": 3, "outline-offset": 2, "outline-opacity": 0.45, "outline-color": accent() } },
    { selector: "node.current", style: { "outline-width": 4, "outline-offset": 2, "outline-opacity": 1, "outline-color": accent() } },
  ];

  window.dash_clientside.set_props = (id, props) => {
    for (const [name, value] of Object.entries(props)) document.getElementById(id).setAttribute(name, value);
  };

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
    document.title = title;
    const { show, rows } = window.lineage.current(cy);
    window.lineage.find(cy, { show, rows });
    window.lineage.focus = (arn) => show(cy.getElementById(arn), { move: false });
  });
  window.lineage.invitation = () => "Click to keep its way lit";
  window.lineage.remember = () => {}; // recent starts are the explorer's
  document.getElementById("centre").hidden = !JSON.parse(drawing).start;
  panel();
  window.dash_clientside.lineage.draw(drawing);
})();
