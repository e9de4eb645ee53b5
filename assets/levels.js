/* Semantic zoom: from far cards are blocks of colour with counts, from the middle they carry an icon and a short name,
   from near a full name, a type and a date. Only crossing from one level to another restyles, and first what is in view. */
(() => {
  const FAR = 0.34, NEAR = 0.6; // zooms: below, no name can be read; from there on, a small one can
  const SLICE = 40, ROOMY_MS = 10; // cards that are restyled at a time, and how long that may take

  let level = "middle";

  const levelAt = (zoom) => (zoom < FAR ? "far" : zoom < NEAR ? "middle" : "near");

  /* The classes of a card that is drawn now. */
  const leveled = (classes) => `${classes} ${level}`;

  function levels(cy) {
    let waiting = [], asked = 0;

    const dress = (nodes) => cy.batch(() => nodes.forEach((node) => { node.removeClass("far middle near").addClass(level); }));

    function rest(deadline) {
      asked = 0;
      do dress(waiting.splice(0, SLICE)); while (waiting.length && deadline.timeRemaining() > ROOMY_MS);
      if (waiting.length) asked = requestIdleCallback(rest);
    }

    function cross() {
      const wanted = levelAt(cy.zoom());
      if (wanted === level) return;
      level = wanted;
      const { x1, y1, x2, y2 } = cy.extent(), other = cy.nodes().filter((node) => !node.hasClass(level)).toArray();
      const inView = (node) => { const { x, y } = node.position(); return x > x1 - 100 && x < x2 + 100 && y > y1 - 100 && y < y2 + 100; };
      dress(other.filter(inView));
      waiting = other.filter((node) => !inView(node));
      if (waiting.length && !asked) asked = requestIdleCallback(rest);
    }

    cy.on("zoom", cross);
  }

  window.lineage = Object.assign(window.lineage || {}, { levels, leveled });
})();
