/* Shows what an address asks: fetched once, drawn first, and only then handed to Dash with the rest of the page.
   A newer address cancels the reading of the former. */
(() => {
  const PASSING = ["lineage.data-state", "lineage.aria-busy"]; // these change while a screen is read
  const handed = new Map();
  let reading = null;

  /* Ask for a screen. The tap on a card asks before Dash knows of the new address, which then finds it here. */
  function read(search, anew = false) {
    if (reading?.search === search && !anew) return reading;
    reading?.stop.abort();
    if ("leaving" in document.documentElement.dataset) return { screen: new Promise(() => {}) }; // another page comes
    const stop = new AbortController();
    const options = { signal: stop.signal, headers: { "Lineage-Former": window.lineage.former() }, cache: anew ? "reload" : "default" };
    reading = { search, stop, screen: fetch(`screen${search}`, options).then((answer) => answer.json()) };
    return reading;
  }

  /* Hand Dash what differs from what it shows: from the controls' states, or from what was handed before. */
  function hand(shown, states) {
    const changed = new Map();
    for (const [place, value] of Object.entries(shown)) {
      const text = JSON.stringify(value), now = place in states ? JSON.stringify(states[place] ?? null) : handed.get(place);
      handed.set(place, text);
      if (text === now && !PASSING.includes(place)) continue;
      const [id, property] = place.split(".");
      changed.set(id, { ...changed.get(id), [property]: value });
    }
    for (const [id, props] of changed) window.dash_clientside.set_props(id, props);
  }

  /* Names are of no use to a picture that is being left. */
  const needless = (by) => by === "naming" && reading;

  function loading(search) {
    if (!new URLSearchParams(search).has("start")) return;
    window.dash_clientside.set_props("lineage", { "data-state": "loading", "aria-busy": "true" });
    if (document.querySelector("#hits > *")) window.dash_clientside.set_props("hits", { children: [] });
  }

  /* The window, the list of former starts and the keyboard follow the focus. */
  function arrive({ start, elements }) {
    const name = elements?.nodes.find((node) => node.data.id === start).data.label;
    if (name) {
      window.lineage.remember(start, name);
      window.lineage.trail(start, name);
    }
    document.title = [name, "Lineage Explorer"].filter(Boolean).join(" · ");
    if (document.activeElement === document.body) document.getElementById("lineage").focus({ preventScroll: true });
  }

  async function show(search) {
    const { triggered_id: by, states } = window.dash_clientside.callback_context;
    if (needless(by)) return;
    const own = read(search, by === "asked" || by === "retry");
    if (by !== "naming") loading(search);
    try {
      const { drawing, shown } = await own.screen;
      if (reading !== own) return; // the reader went on
      if (drawing) await window.lineage.draw(drawing, window.lineage.recalled(drawing));
      if (reading !== own) return;
      if (drawing) {
        window.lineage.enter(drawing);
        arrive(drawing);
      }
      hand(shown, states);
    } catch (error) {
      if (error.name !== "AbortError") window.lineage.lost();
    } finally {
      if (reading === own) reading = null;
    }
  }

  read(window.location.search); // under way while the rest of the page is made

  window.lineage = Object.assign(window.lineage || {}, { read });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    lineage: Object.assign((window.dash_clientside || {}).lineage || {}, { show: (search) => { show(search); } }),
  });
})();
