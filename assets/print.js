/* Before the page is printed, draws the whole picture once more: what is on the screen is as large as the screen, and
   may be a part of it only. */
(() => {
  const WIDEST = 3200, HIGHEST = 2200; // pixels; browsers draw much larger canvases, paper shows no more

  function print(cy) {
    const sheet = document.createElement("img");
    sheet.className = "printed";
    sheet.alt = "Picture of the lineage";
    window.addEventListener("beforeprint", () => {
      document.querySelector(".status-bar")?.setAttribute("data-address", window.location.href);
      if (cy.nodes().empty()) return;
      sheet.src = cy.png({ full: true, maxWidth: WIDEST, maxHeight: HIGHEST });
      cy.container().after(sheet);
    });
    window.addEventListener("afterprint", () => sheet.remove());
  }

  window.lineage = Object.assign(window.lineage || {}, { print });
})();
