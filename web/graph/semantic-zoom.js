// Semantic zoom: far, middle and near cards show different details.

const FAR = 0.34,
  NEAR = 0.6; // zooms: below, no name can be read; from there on, a small one can
const SLICE = 40,
  ROOMY_MS = 10; // cards that are restyled at a time, and how long that may take

let level = "middle";

export const chooseLevel = (zoom) => (zoom < FAR ? "far" : zoom < NEAR ? "middle" : "near");

/* The classes of a card that is drawn now. */
export const withLevelClass = (classes) => `${classes} ${level}`;

export function addSemanticZoom(cy) {
  let pending = [],
    idleRequest = 0;

  const applyLevel = (nodes) =>
    cy.batch(() =>
      nodes.forEach((node) => {
        node.removeClass("far middle near").addClass(level);
      }),
    );

  function applyRest(deadline) {
    idleRequest = 0;
    do applyLevel(pending.splice(0, SLICE));
    while (pending.length && deadline.timeRemaining() > ROOMY_MS);
    if (pending.length) idleRequest = requestIdleCallback(applyRest);
  }

  function changeLevel() {
    const wanted = chooseLevel(cy.zoom());
    if (wanted === level) return;
    level = wanted;
    const { x1, y1, x2, y2 } = cy.extent(),
      other = cy
        .nodes()
        .filter((node) => !node.hasClass(level))
        .toArray();
    const inView = (node) => {
      const { x, y } = node.position();
      return x > x1 - 100 && x < x2 + 100 && y > y1 - 100 && y < y2 + 100;
    };
    applyLevel(other.filter(inView));
    pending = other.filter((node) => !inView(node));
    if (pending.length && !idleRequest) idleRequest = requestIdleCallback(applyRest);
  }

  cy.on("zoom", changeLevel);
}
