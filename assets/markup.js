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

  /* --- the details panel belongs to one focus, which `data-arn` names -------------------------- */

  const element = (name, textContent, className) =>
    Object.assign(document.createElement(name), { textContent, className });

  /* Empty the panel when the focus changes; its name, which the card shows too, stands there until its facts arrive. */
  function awaitDetails(arn, name, title) {
    const panel = document.getElementById("details");
    if (panel.dataset.arn === arn) return;
    panel.dataset.arn = arn;
    panel.setAttribute("aria-busy", String(arn !== ""));
    if (!panel.firstChild) return; // nothing of another focus is there
    const heading = [element("div", title, "eyebrow"), element("h1", name, "")];
    const parts = [...heading, element("p", "Reading its facts…", "quiet")];
    markup("details", arn ? parts.map((part) => part.outerHTML).join("") : "");
  }

  /* Show facts, unless the focus has changed since they were asked for. */
  function showDetails({ arn, html }) {
    const panel = document.getElementById("details");
    if (panel.dataset.arn !== arn) return;
    panel.setAttribute("aria-busy", "false");
    markup("details", html);
  }

  window.lineage = Object.assign(window.lineage || {}, { awaitDetails, markup, plain });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    lineage: Object.assign((window.dash_clientside || {}).lineage || {}, { tell: showDetails }),
  });
})();
