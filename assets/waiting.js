/* The page before the page (components/waiting): its links lead and its start box takes text while Dash is on its way.
   What was done here is done there, once it has come. */
(() => {
  const place = document.querySelector(".waiting"), welcome = place.querySelector(".welcome"), box = place.querySelector("textarea");
  const FRAMES = 60; // in which the page shows a text that it was given
  let entered = false;

  function fill(text) {
    welcome.innerHTML = text;
    welcome.parentElement.ariaBusy = String(!text);
  }

  /* Entities to start from come with the first screen, which is asked for now and shown again by the page. */
  function show() {
    const { search } = window.location;
    place.classList.toggle("asked", new URLSearchParams(search).has("start"));
    fill("");
    const tell = ({ shown }) => { if (search === window.location.search) fill(shown["welcome.html"] ?? ""); };
    window.lineage.read(search).then(tell, () => {}); // that it does not answer is told by the page
  }

  /* The page has come. What is asked it shows by itself; a first screen is to be there before this one goes. */
  function leave() {
    if (!place.isConnected) return;
    const at = document.activeElement, { value, selectionStart, selectionEnd } = box, { scrollTop } = welcome;
    place.remove();
    document.getElementById("welcome").scrollTop = scrollTop;
    if (value) {
      window.dash_clientside.set_props("start", { value });
      window.dash_clientside.set_props("typed", { data: value });
    }
    if (at === box) resume(document.getElementById("start"), value, [selectionStart, selectionEnd]);
    else if (at.matches("a")) document.querySelector(`#welcome a[href="${CSS.escape(at.getAttribute("href"))}"]`)?.focus();
  }

  /* The caret goes where it was, as soon as the text is there. */
  function resume(start, text, selected, frames = FRAMES) {
    start.focus();
    if (start.value !== text && frames) return void requestAnimationFrame(() => resume(start, text, selected, frames - 1));
    if (start.value === text) start.setSelectionRange(...selected);
    if (entered) start.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  }

  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !window.lineage.plain(event)) return;
    event.preventDefault();
    window.history.pushState({}, "", link.search);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as Dash's own links do, if it is there already
    show();
  });

  place.addEventListener("keydown", (event) => {
    if (event.target !== box || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    entered = true;
  });

  window.addEventListener("popstate", () => { if (place.isConnected) show(); });
  queueMicrotask(show); // when all of the page's scripts are there

  window.lineage = Object.assign(window.lineage || {}, { leave });
})();
