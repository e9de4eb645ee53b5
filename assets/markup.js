/* Parts of the page that come as HTML text (components/markup). Their links lead as all do: to an address, which is shown
   without loading the page anew. */
(() => {
  const PLACE = "data-marked";

  function markup(id, text) {
    const place = document.getElementById(id), at = document.activeElement, within = place.contains(at);
    place.setAttribute(PLACE, "");
    place.innerHTML = text;
    place.dispatchEvent(new Event("lineage-marked", { bubbles: true }));
    if (within) (alike(place, at) ?? document.getElementById("lineage")).focus({ preventScroll: true });
  }

  /* What says the same: the keyboard goes on from there. */
  const alike = (place, at) => [...place.querySelectorAll(at.localName)].find(({ textContent }) => textContent === at.textContent);

  const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

  document.addEventListener("click", (event) => {
    const link = event.target.closest(`[${PLACE}] a[href]`);
    if (!link || !plain(event) || event.defaultPrevented || link.target || link.origin + link.pathname !== window.location.origin + window.location.pathname) return;
    event.preventDefault();
    window.lineage.go(link.search);
  });

  window.lineage = Object.assign(window.lineage || {}, { markup, plain });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    lineage: Object.assign((window.dash_clientside || {}).lineage || {}, { tell: (facts) => { markup("details", facts); } }),
  });
})();
