// Faint headings over the columns of the graph, or beside its rows.

import { getContainer } from "../state/elements.js";
import { orientation } from "../state/orientation.js";

export function addStageHeadings(cy) {
  const layer = document.createElement("div");
  layer.className = "lanes";
  layer.setAttribute("aria-hidden", "true");
  getContainer(cy).parentElement?.append(layer);

  const build = (lanes) =>
    layer.replaceChildren(
      ...lanes.map(({ at, title }) => {
        const head = document.createElement("span");
        head.textContent = title;
        head.dataset.at = String(at);
        return head;
      }),
    );
  const place = () => {
    const zoom = cy.zoom(),
      from = orientation.along(cy.pan()),
      axis = orientation.isDown() ? "Y" : "X";
    layer.classList.toggle("far", zoom < 0.4);
    layer.classList.toggle("down", orientation.isDown());
    const heads = /** @type {any[]} */ ([...layer.children]),
      pitch = Math.min(...heads.slice(1).map((head, i) => head.dataset.at - heads[i].dataset.at)) * zoom;
    for (const head of heads) {
      head.style.maxWidth = orientation.isDown() ? "" : `${pitch - 16}px`;
      head.style.transform = `translate${axis}(${head.dataset.at * zoom + from}px) translate${axis}(-50%)`;
    }
  };
  cy.on("lineage-drawn", (_, lanes) => {
    build(lanes);
    place();
  });
  cy.on("pan zoom resize", place);
}
