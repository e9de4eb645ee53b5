// Draws everything by Cytoscape.js at given positions: what a page of it cannot be faster than.
import cytoscape from "cytoscape";

const { nodes, edges } = JSON.parse(document.getElementById("elements").textContent);
const cy = cytoscape({
  container: document.getElementById("graph"),
  elements: [
    ...nodes.map(([label, x, y], number) => ({ data: { id: `${number}`, label }, position: { x, y } })),
    ...edges.map(([source, target], number) => ({
      data: { id: `e${number}`, source: `${source}`, target: `${target}` },
    })),
  ],
  layout: { name: "preset", fit: true, padding: 10 },
  pixelRatio: 1,
  style: [
    {
      selector: "node",
      style: {
        width: 26,
        height: 26,
        "background-color": "#7fb2e5",
        "border-width": 1,
        label: "data(label)",
        "font-size": 10,
        "min-zoomed-font-size": 7,
        "text-valign": "bottom",
      },
    },
    {
      selector: "edge",
      style: {
        width: 1.2,
        "line-color": "#9aa",
        "curve-style": "bezier",
        "target-arrow-shape": "triangle",
        "target-arrow-color": "#9aa",
        "arrow-scale": 0.7,
      },
    },
  ],
});
cy.on("render", () => {
  window.motion.countDraw();
  window.motion.markPaint("painted");
});
