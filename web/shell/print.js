// Before printing, draw the whole graph as an image.

import { getContainer } from "../state/elements.js";

const WIDEST = 3200,
  HIGHEST = 2200; // pixels; browsers draw much larger canvases, paper shows no more

export function addPrintImage(cy) {
  const sheet = document.createElement("img");
  sheet.className = "printed";
  sheet.alt = "Picture of the lineage";
  window.addEventListener("beforeprint", () => {
    document.querySelector(".status-bar")?.setAttribute("data-address", window.location.href);
    if (cy.nodes().empty()) return;
    sheet.src = cy.png({ full: true, maxWidth: WIDEST, maxHeight: HIGHEST });
    getContainer(cy).after(sheet);
  });
  window.addEventListener("afterprint", () => sheet.remove());
}
