/* Faint headings over the columns of the picture; they move with it. */
(() => {
  function lanes(cy) {
    const layer = document.createElement("div");
    layer.className = "lanes";
    layer.setAttribute("aria-hidden", "true");
    cy.container().parentElement.append(layer);

    const build = (lanes) => layer.replaceChildren(...lanes.map(({ x, title }) => {
      const head = document.createElement("span");
      head.textContent = title;
      head.dataset.x = x;
      return head;
    }));
    const place = () => {
      const zoom = cy.zoom(), { x } = cy.pan();
      layer.classList.toggle("far", zoom < 0.4);
      const heads = [...layer.children], pitch = Math.min(...heads.slice(1).map((head, i) => head.dataset.x - heads[i].dataset.x)) * zoom;
      for (const head of heads) {
        head.style.maxWidth = `${pitch - 16}px`;
        head.style.transform = `translateX(${head.dataset.x * zoom + x}px) translateX(-50%)`;
      }
    };
    cy.on("lineage-drawn", (_, lanes) => { build(lanes); place(); });
    cy.on("pan zoom resize", place);
  }

  window.lineage = Object.assign(window.lineage || {}, { lanes });
})();
