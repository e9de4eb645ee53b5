// Nodes as tests of the graph's rules need them.

/** @import { NodeSingular } from "cytoscape" */
/** @import { NodeData, NodeElement, PlacedNode } from "../types.d.ts" */

/**
 * Return a node of Cytoscape without its canvas.
 *
 * @param {Partial<NodeData>} data
 * @param {readonly string[]} [classes]
 * @returns {NodeSingular}
 */
export function fakeNode(data, classes = []) {
  const all = { id: "arn:a", name: "A", role: "match", ...data };
  const node = {
    id: () => all.id,
    data: (/** @type {string | undefined} */ name) =>
      name === undefined ? all : /** @type {Record<string, unknown>} */ (all)[name],
    hasClass: (/** @type {string} */ name) => classes.includes(name),
  };
  return /** @type {NodeSingular} */ (/** @type {unknown} */ (node));
}

/** @param {string} id @param {number} x @param {number} y @returns {PlacedNode & NodeElement} */
export const placeNode = (id, x, y) => ({
  data: /** @type {NodeData} */ ({ id, name: id }),
  classes: "",
  position: { x, y },
});
