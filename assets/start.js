/* The start box: tells the server what stands in it at each pause, remembers former starts in this browser,
   and lets the arrow keys walk from the box into what it offers. */
(() => {
  const PAUSE_MS = 350, REMEMBERED = 8;
  const KEY = window.lineage.shared ? "lineage-starts-shared" : "lineage-starts"; // each tells names of its own
  const box = () => document.getElementById("start");
  let pause;

  const tell = (text) => window.dash_clientside.set_props("typed", { data: text });

  document.addEventListener("input", (event) => {
    if (event.target !== box()) return;
    clearTimeout(pause);
    pause = setTimeout(() => tell(event.target.value), PAUSE_MS);
    offer();
  });

  /* --- former starts --------------------------------------------------------------------------- */

  function recall() {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
  }

  function remember(arn, name) {
    const others = recall().filter((former) => former.arn !== arn);
    try { localStorage.setItem(KEY, JSON.stringify([{ arn, name }, ...others].slice(0, REMEMBERED))); } catch { /* full or forbidden: not worth a word */ }
  }

  function link({ arn, name }) {
    const anchor = document.createElement("a");
    anchor.href = window.lineage.toward(arn);
    anchor.title = arn;
    anchor.textContent = name;
    anchor.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.lineage.focus(arn);
    });
    return anchor;
  }

  function offer() {
    const list = document.querySelector(".recent"), former = recall();
    if (!list || list.contains(document.activeElement)) return; // before the page has come there is none
    const wanted = document.activeElement === box() && !box().value.trim() && former.length > 0;
    list.hidden = !wanted;
    if (!wanted) return;
    const head = document.createElement("p");
    head.textContent = "Where you were before";
    list.replaceChildren(head, ...former.map(link));
  }

  /* What is asked needs no suggestion. */
  document.addEventListener("click", ({ target }) => { if (target.closest("#run")) clearTimeout(pause); });

  document.addEventListener("focusin", offer);
  document.addEventListener("focusout", ({ relatedTarget }) => {
    if (!relatedTarget?.closest?.(".recent")) setTimeout(offer, 150); // a click on an entry comes first
  });

  /* --- keys ------------------------------------------------------------------------------------ */

  const offers = () => [...document.querySelectorAll("#hits a, .recent:not([hidden]) a")];

  function step(event) {
    const links = offers(), here = links.indexOf(document.activeElement);
    if (!links.length || (here < 0 && document.activeElement !== box())) return;
    if (here < 0 && event.key === "ArrowUp") return;
    event.preventDefault();
    const next = event.key === "ArrowDown" ? Math.min(here + 1, links.length - 1) : here - 1;
    (next < 0 ? box() : links[next]).focus();
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const summoned = (event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
    if (summoned) {
      event.preventDefault();
      window.lineage.openPanel("left");
      const start = box() ?? document.querySelector(".waiting textarea");
      start.focus();
      start.select();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event);
    else if (event.key === "Enter" && event.target === box()) clearTimeout(pause);
    else if (event.key === "Escape" && event.target === box()) tell("");
  });

  window.lineage = Object.assign(window.lineage || {}, { remember });
})();
