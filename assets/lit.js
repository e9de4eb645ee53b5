/* Paths that are lit come into view, once for each that are chosen: when their list is there, because that takes its
   room from the picture. */
(() => {
  const TOOLS = 56, FOOT = 72; // what lies over the picture's edges

  /* Which paths the address lights. */
  const asked = () => {
    const search = new URLSearchParams(window.location.search);
    return [...search.getAll("between"), search.get("path")].join(" ");
  };

  function inView(cy, nodes) {
    const { x1, x2, y1, y2 } = nodes.renderedBoundingBox({ includeLabels: false });
    return x1 >= 0 && y1 >= 0 && x2 <= cy.width() - TOOLS && y2 <= cy.height() - FOOT;
  }

  function lit(cy) {
    let looked = "";

    function look() {
      const chosen = cy.nodes(".stressed"), nodes = chosen.nonempty() ? chosen : cy.nodes(".between"), now = asked();
      if (now === looked) return;
      looked = now;
      if (nodes.nonempty() && !inView(cy, nodes)) window.lineage.bring(cy, nodes);
    }

    const list = document.getElementById("between");
    new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(look))).observe(list, { childList: true, subtree: true });
  }

  window.lineage = Object.assign(window.lineage || {}, { lit });
})();
