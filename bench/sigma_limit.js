// Draws everything by sigma.js (WebGL) at given positions: the fastest renderer of the field.
import { DirectedGraph } from "graphology";
import Sigma from "sigma";

const { nodes, edges } = JSON.parse(document.getElementById("elements").textContent);
const graph = new DirectedGraph();
nodes.forEach(([label, x, y], number) => {
  graph.addNode(`${number}`, { label, x, y: -y, size: 4, color: "#7fb2e5" });
});
for (const [source, target] of edges) {
  graph.mergeEdge(`${source}`, `${target}`, { color: "#9aa", size: 1, type: "arrow" });
}
const drawn = new Sigma(graph, document.getElementById("graph"), { renderEdgeLabels: false });
drawn.on("afterRender", () => {
  window.motion.countDraw();
  window.motion.markPaint("painted");
});
drawn.refresh();
