// Lets cards be dragged by the mouse; the address keeps where they are put. A finger pans instead.

/** @import { Core } from "cytoscape" */
/** @import { Point } from "../types.d.ts" */

/** Whether the main pointer is a mouse. */
export const hasMouse = () => window.matchMedia("(pointer: fine)").matches;

/**
 * @param {Core} cy
 * @param {(id: string, by: Point) => void} onMove called with the distance in layout units
 */
export function wireDragging(cy, onMove) {
  cy.autoungrabify(!hasMouse());
  /** @type {Point} */
  let from = { x: 0, y: 0 };
  cy.on("grab", "node", ({ target }) => {
    from = { ...target.position() };
  });
  cy.on("drag", "node", ({ target }) => {
    target.connectedEdges().addClass("moved");
  });
  cy.on("dragfree", "node", ({ target }) => {
    const { x, y } = target.position();
    onMove(target.id(), { x: x - from.x, y: y - from.y });
  });
}
