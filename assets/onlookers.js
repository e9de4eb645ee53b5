/* Sharing the screen: the server tells stand-ins to an address with `share=1`. To begin and to end is to load another
   address, so that nothing of the one is left in the other; a tab that shares goes on sharing, wherever Back, a
   bookmark or a link from elsewhere leads. */
(() => {
  const KEY = "lineage-share", root = document.documentElement;
  const asked = () => new URLSearchParams(window.location.search);
  const always = root.dataset.share === "always", shared = always || asked().getAll("share").some((value) => value && value !== "0");

  function remembered() {
    try { return sessionStorage.getItem(KEY) !== null; } catch { return false; }
  }

  /* Without a word where nothing can be kept: the address says it, too. */
  function remember(on) {
    try { if (on) sessionStorage.setItem(KEY, "1"); else sessionStorage.removeItem(KEY); } catch { /* forbidden */ }
  }

  /* What is on the page goes before the page does: the other one takes a moment to come. */
  function turn(on) {
    const wanted = asked();
    if (on) wanted.set("share", "1");
    else wanted.delete("share");
    root.dataset.leaving = "";
    remember(on);
    window.location.replace(`${window.location.pathname}?${wanted}`);
  }

  if (shared) {
    root.dataset.share ??= "on";
    remember(true);
  } else if (remembered()) turn(true);

  window.addEventListener("pageshow", ({ persisted }) => { if (persisted && "leaving" in root.dataset) window.location.reload(); });
  document.addEventListener("click", ({ target }) => { if (target.closest("#share")) turn(!shared); });
  new MutationObserver((_, watch) => {
    if (!document.getElementById("lineage")) return;
    watch.disconnect(); // the page has come
    document.getElementById("share")?.setAttribute("aria-pressed", String(shared));
  }).observe(document.body, { childList: true, subtree: true });

  window.lineage = Object.assign(window.lineage || {}, { shared });
})();
