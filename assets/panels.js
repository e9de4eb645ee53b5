/* Panels that are put away and brought back, and presenting: how the page is furnished, on the root element.
   Not in the address: it is the reader's own, like light and dark. */
(() => {
  const NARROW = window.matchMedia("(max-width: 1079px)"), KEY = "lineage-panels";
  const root = document.documentElement, sides = { left: "toggle-question", right: "toggle-facts" };

  function recall() {
    try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
  }

  function mark() {
    for (const [side, toggle] of Object.entries(sides)) {
      document.getElementById(toggle)?.setAttribute("aria-expanded", String(root.dataset[side] !== "closed"));
    }
  }

  function set(side, state) {
    root.dataset[side] = state;
    if (NARROW.matches && state === "open") root.dataset[side === "left" ? "right" : "left"] = "closed"; // one at a time
    mark();
  }

  function turn(side) {
    set(side, root.dataset[side] === "closed" ? "open" : "closed");
    if (NARROW.matches) return;
    try { localStorage.setItem(KEY, JSON.stringify({ left: root.dataset.left, right: root.dataset.right })); } catch { /* full or forbidden: not worth a word */ }
  }

  /* Beside the picture where there is room, as they were left; put away where there is none. */
  function furnish() {
    const wanted = NARROW.matches ? { left: "closed", right: "closed" } : { left: "open", right: "open", ...recall() };
    Object.assign(root.dataset, wanted);
    mark();
  }

  const openPanel = (side) => { if (root.dataset[side] === "closed") set(side, "open"); };

  /* --- presenting ------------------------------------------------------------------------------ */

  function present() {
    root.dataset.present = "";
    root.requestFullscreen?.().catch(() => {}); // a window that may not fill the screen presents all the same
    document.getElementById("lineage").focus({ preventScroll: true });
    window.lineage.look("present");
  }

  /* Returns whether one was presenting. */
  function end() {
    if (!("present" in root.dataset)) return false;
    delete root.dataset.present;
    if (document.fullscreenElement) document.exitFullscreen();
    return true;
  }

  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) end(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && end()) event.preventDefault(); });
  document.addEventListener("click", ({ target }) => {
    const id = target.closest("button")?.id;
    if (id === "present") present();
    if (id === "end") end();
    for (const [side, toggle] of Object.entries(sides)) if (id === toggle) turn(side);
    if (NARROW.matches && target.closest(".panel a[href], #run")) for (const side of Object.keys(sides)) set(side, "closed");
  });

  furnish();
  NARROW.addEventListener("change", furnish);
  new MutationObserver((_, watch) => {
    if (!document.getElementById(sides.right)) return;
    watch.disconnect(); // the page has come
    mark();
  }).observe(document.body, { childList: true, subtree: true });

  window.lineage = Object.assign(window.lineage || {}, { present, openPanel });
})();
