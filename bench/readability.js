// Measures how well the graph on the canvas can be read: sizes of type, cuts, height, lines and crossings.
() => {
  const graph = document.getElementById("graph");
  const cy = graph._cyreg.cy;
  const nodes = cy.nodes().toArray();
  const boxes = nodes.map((node) => {
    const { x, y } = node.position();
    return { id: node.id(), x1: x - node.width() / 2, x2: x + node.width() / 2, y1: y - 23, y2: y + 23 };
  });
  const lines = cy
    .edges()
    .toArray()
    .filter((edge) => edge.source().id() !== edge.target().id())
    .map((edge) => {
      const inner = edge.controlPoints() ?? edge.segmentPoints() ?? [];
      const ends = [edge.sourceEndpoint(), edge.targetEndpoint()];
      return { ends: [edge.source().id(), edge.target().id()], points: [ends[0], ...inner, ends[1]] };
    });
  const cross = (a, b, c, d) => {
    const side = (p, q, r) => (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  };
  const pieces = ({ points }) => points.slice(1).map((point, i) => [points[i], point]);
  let crossings = 0;
  for (const [i, one] of lines.entries()) {
    for (const other of lines.slice(i + 1)) {
      if (one.ends.some((end) => other.ends.includes(end))) continue;
      if (pieces(one).some(([a, b]) => pieces(other).some(([c, d]) => cross(a, b, c, d)))) crossings += 1;
    }
  }
  const touches = (box, [a, b]) => {
    for (let step = 0; step <= 20; step += 1) {
      const x = a.x + ((b.x - a.x) * step) / 20;
      const y = a.y + ((b.y - a.y) * step) / 20;
      if (x > box.x1 + 2 && x < box.x2 - 2 && y > box.y1 + 2 && y < box.y2 - 2) return true;
    }
    return false;
  };
  const over = lines.filter((line) =>
    boxes.some((box) => !line.ends.includes(box.id) && pieces(line).some((piece) => touches(box, piece))),
  ).length;
  const columns = new Map();
  for (const { x1, x2, y1, y2 } of boxes) {
    const column = Math.round((x1 + x2) / 80);
    const known = columns.get(column) ?? [y1, y2];
    columns.set(column, [Math.min(known[0], y1), Math.max(known[1], y2)]);
  }
  const tallest = Math.max(...[...columns.values()].map(([top, bottom]) => bottom - top));
  const { h } = cy.nodes().boundingBox({ includeLabels: false, includeOverlays: false });
  const view = cy.extent();
  const inView = boxes.every((b) => b.x1 >= view.x1 && b.x2 <= view.x2 && b.y1 >= view.y1 && b.y2 <= view.y2);
  return {
    entities: Number(document.getElementById("lineage").dataset.vertices),
    boxes: nodes.length,
    title: Number(graph.dataset.titlePx),
    cut: Number(graph.dataset.cut) / nodes.length,
    height: h / tallest,
    over,
    crossings,
    whole: inView,
  };
};
