/* Shows what an address asks: drawn first, and only then handed to Dash with the rest of the page. A large answer
   comes in chunks, each asked for when the one before is drawn. A newer address cancels the reading of the former. */
(() => {
  const PASSING = ["lineage.data-state", "lineage.aria-busy"]; // these change while a screen is read
  const WISHES = { asked: "anew", retry: "again" }; // what triggers a screen, and what it then wants of the reading
  const VIEWED = ["view", "lens", "open", "hide", "fold"]; // parts of the address that change what is seen, not what is read
  const TRIES = 20, PAUSE_MS = 500; // a server that was restarted answers within ten seconds
  const SOON_MS = 100; // an answer that was under way for so long while the page was made is mostly there
  const NAMES_MS = 100; // between a picture and the question for its names: cards glide meanwhile
  const handed = new Map();
  let reading = null, stopped = null;

  /* --- asking ------------------------------------------------------------------------------------ */

  async function ask({ search, stop: { signal } }, wish, seen = 0) {
    const headers = { "Lineage-Former": window.lineage.former(), "Lineage-Wish": wish, "Lineage-Seen": seen };
    return (await fetch(`screen${search}`, { signal, headers, cache: "no-store" })).json();
  }

  const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

  /* Ask for what was read since; whichever worker answers, it goes on from what it or another has read. */
  async function more(own, wish, seen) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(own, wish, seen);
      } catch (error) {
        if (error.name === "AbortError" || tries === TRIES) throw error;
        await pause(PAUSE_MS);
      }
    }
  }

  /* What is asked, whatever is seen of it. */
  function question(search) {
    const asked = new URLSearchParams(search);
    for (const name of VIEWED) asked.delete(name);
    return asked.toString();
  }

  /* Ask for a screen. The tap on a card asks before Dash knows of the new address, which then finds it here. */
  function read(search, wish) {
    if (reading?.search === search && !wish) return reading;
    reading?.stop.abort();
    if ("leaving" in document.documentElement.dataset) return { sent: new Promise(() => {}) }; // another page comes
    if (wish !== "stop" && stopped !== question(search)) stopped = null;
    const own = { search, wish: wish ?? (stopped === null ? "on" : "stop"), stop: new AbortController(), began: performance.now() };
    own.sent = ask(own, own.wish);
    own.sent.catch(() => {}); // given up before anybody waits for it, when one click follows another at once
    reading = own;
    return own;
  }

  /* --- showing ----------------------------------------------------------------------------------- */

  /* Hand over what differs from what is shown: from the controls' states, or from what was handed before. What is text
     of the page stands at once; Dash gets the rest. */
  function hand(shown, states) {
    const changed = new Map();
    for (const [place, value] of Object.entries(shown)) {
      const text = JSON.stringify(value), now = place in states ? JSON.stringify(states[place] ?? null) : handed.get(place);
      handed.set(place, text);
      if (text === now && !PASSING.includes(place)) continue;
      const [id, property] = place.split(".");
      if (property === "html") window.lineage.markup(id, value);
      else changed.set(id, { ...changed.get(id), [property]: value });
    }
    for (const [id, props] of changed) window.dash_clientside.set_props(id, props);
  }

  function loading(search) {
    if (!new URLSearchParams(search).has("start")) return;
    window.dash_clientside.set_props("lineage", { "data-state": "loading", "aria-busy": "true" });
    if (document.querySelector("#hits > *")) window.dash_clientside.set_props("hits", { children: [] });
  }

  /* The data of the focus's card; empty on the first screen. */
  const node = ({ start, elements }) => elements?.nodes.find(({ data }) => data.id === start)?.data ?? {};

  /* The window, the list of former starts and the keyboard follow the focus. */
  function arrive(drawing) {
    const { start } = drawing, { label: name, title } = node(drawing);
    if (name) {
      window.lineage.remember(start, name);
      window.lineage.trail(start, name, title);
    }
    document.title = [name, "Lineage Explorer"].filter(Boolean).join(" · ");
    if (document.activeElement === document.body) document.getElementById("lineage").focus({ preventScroll: true });
  }

  /* Panels beside the picture: their links lead nowhere while they belong to another focus than the picture. */
  const PANELS = ["answer", "table", "between"];

  function closePanels(drawing) {
    const { label: name = "", title = "" } = node(drawing);
    window.lineage.awaitDetails(drawing.start, name, title);
    for (const id of PANELS) {
      const panel = document.getElementById(id);
      panel.inert = panel.dataset.arn !== drawing.start;
    }
  }

  function openPanels(drawing) {
    for (const id of PANELS) {
      const panel = document.getElementById(id);
      panel.inert = false;
      if (drawing) panel.dataset.arn = drawing.start;
    }
  }

  /* The address becomes that of the entity that its start stands for. */
  function move(search) {
    window.history.replaceState(window.history.state, "", search);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  /* Show one answer; false when the reader went on meanwhile. */
  async function put(own, { drawing, shown, progress, moved }, states) {
    if (reading !== own) return false;
    if (moved) move(moved);
    if (drawing) closePanels(drawing);
    if (drawing) await window.lineage.draw(drawing, window.lineage.recalled(drawing));
    if (reading !== own) return false;
    if (drawing) window.lineage.enter(drawing);
    window.lineage.progress(progress, (performance.now() - own.began) / 1000);
    hand(shown, states);
    openPanels(drawing);
    window.lineage.leave();
    if (drawing) arrive(drawing);
    return true;
  }

  async function follow(own, states) {
    let seen = 0;
    try {
      for (let sent = await own.sent; await put(own, sent, states); ) {
        states = {}; // what the controls show now is what was handed, or what the reader has typed since
        seen = sent.drawing?.pages ?? seen;
        if (sent.progress?.more) sent = await more(own, "on", seen);
        else if (sent.named) break;
        else {
          await pause(NAMES_MS);
          sent = await more(own, own.wish === "stop" ? "stop" : "names", 0);
        }
      }
    } catch (error) {
      if (error.name !== "AbortError") window.lineage.lost();
    } finally {
      if (reading === own) reading = null;
    }
  }

  function show(search) {
    const { triggered_id: by, states } = window.dash_clientside.callback_context;
    const wish = WISHES[by];
    if (wish) stopped = null;
    loading(search);
    follow(read(search, wish), states);
    setTimeout(window.lineage.leave, SOON_MS);
  }

  /* --- what a reader can do about it ------------------------------------------------------------- */

  function again(wish) {
    const { search } = window.location;
    stopped = wish === "stop" ? question(search) : null;
    if (wish !== "stop") loading(search);
    follow(read(search, wish), {});
  }

  const BUTTONS = { stop: "stop", "read-on": "on", refresh: "anew" };

  document.addEventListener("click", ({ target }) => {
    const wish = BUTTONS[target.closest("button")?.id];
    if (wish) again(wish);
  });

  read(window.location.search); // under way while the rest of the page is made

  window.lineage = Object.assign(window.lineage || {}, { read: (search) => read(search).sent });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    lineage: Object.assign((window.dash_clientside || {}).lineage || {}, { show: (search) => { show(search); } }),
  });
})();
