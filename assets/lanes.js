/* Faint headings over the columns of the picture, or beside its rows; they move with it. */
(() => {
  function lanes(cy) {
    const layer = document.createElement("div");
    layer.className = "lanes";
    layer.setAttribute("aria-hidden", "true");
    cy.container().parentElement.append(layer);

    const build = (lanes) => layer.replaceChildren(...lanes.map(({ at, title }) => {
      const head = document.createElement("span");
      head.textContent = title;
      head.dataset.at = at;
      return head;
    }));
    const place = () => {
      const { flow } = window.lineage, zoom = cy.zoom(), from = flow.along(cy.pan()), axis = flow.isDown() ? "Y" : "X";
      layer.classList.toggle("far", zoom < 0.4);
      layer.classList.toggle("down", flow.isDown());
      const heads = [...layer.children], pitch = Math.min(...heads.slice(1).map((head, i) => head.dataset.at - heads[i].dataset.at)) * zoom;
      for (const head of heads) {
        head.style.maxWidth = flow.isDown() ? "" : `${pitch - 16}px`;
        head.style.transform = `translate${axis}(${head.dataset.at * zoom + from}px) translate${axis}(-50%)`;
      }
    };
    cy.on("lineage-drawn", (_, lanes) => { build(lanes); place(); });
    cy.on("pan zoom resize", place);
  }

  window.lineage = Object.assign(window.lineage || {}, { lanes });
})();
