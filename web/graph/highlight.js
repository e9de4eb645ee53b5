// Highlights everything up- and downstream of a card.

/** @import { CollectionReturnValue, Core, EdgeCollection, NodeSingular } from "cytoscape" */

/**
 * Give a class to exactly these elements. Each class that comes or goes restyles, so only what differs is touched.
 *
 * @param {Core} cy
 * @param {string} name
 * @param {CollectionReturnValue | EdgeCollection} wanted
 */
function setClass(cy, name, wanted) {
  const present = cy.elements(`.${name}`);
  present.not(wanted).removeClass(name);
  wanted.not(present).addClass(name);
}

/** @param {NodeSingular} node */
export function highlightRelatives(node) {
  const cy = node.cy();
  const relatives = node.predecessors().union(node.successors()).union(node);
  cy.batch(() => {
    setClass(cy, "faded", cy.elements().not(relatives));
    setClass(cy, "lit", relatives.edges());
    setClass(cy, "named", node.connectedEdges());
  });
}

/**
 * Show at once which card becomes the focus, and the way through it: its picture takes the server some time.
 *
 * @param {Core} cy
 * @param {string} id
 */
export function markFocus(cy, id) {
  const node = cy.getElementById(id);
  if (node.empty()) return;
  cy.batch(() => {
    setClass(cy, "former", cy.nodes(".start").not(node));
    setClass(cy, "asked", node);
    highlightRelatives(node);
  });
}

/** Take the mark away: the picture of that focus is drawn, or there is none. @param {Core} cy */
export function clearMark(cy) {
  cy.batch(() => cy.nodes(".asked, .former").removeClass("asked former"));
}

/** @param {Core} cy */
export function clearHighlight(cy) {
  cy.batch(() => cy.elements(".faded, .lit, .named, .spelled").removeClass("faded lit named spelled"));
}
