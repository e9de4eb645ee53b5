// Bring highlighted paths into view, once for each choice.

import { getElement } from "../state/elements.js";
import { getPathKey } from "../state/url.js";

const TOOLS = 56,
  FOOT = 72; // what lies over the picture's edges

function isInView(cy, nodes) {
  const { x1, x2, y1, y2 } = nodes.renderedBoundingBox({ includeLabels: false });
  return x1 >= 0 && y1 >= 0 && x2 <= cy.width() - TOOLS && y2 <= cy.height() - FOOT;
}

export function revealPaths(cy, bringIntoView) {
  let revealed = "";

  function revealChosen() {
    const chosen = cy.nodes(".stressed"),
      nodes = chosen.nonempty() ? chosen : cy.nodes(".between"),
      now = getPathKey(window.location.search);
    if (now === revealed) return;
    revealed = now;
    if (nodes.nonempty() && !isInView(cy, nodes)) bringIntoView(cy, nodes);
  }

  const list = getElement("between");
  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(revealChosen))).observe(list, {
    childList: true,
    subtree: true,
  });
}
