/* The address is the state: whatever changes what is seen, changes the address and nothing else. */
(() => {
  /* Written as the server writes it, colons and slashes of ARNs readable. */
  const written = (asked) =>
    `?${[...asked].map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%3A/g, ":").replace(/%2F/g, "/")}`).join("&")}`;

  const OF_A_FOCUS = ["question", "grow", "fold", "further", "path"]; // another focus begins without them

  function changed(key, value, standard, ...dropped) {
    const asked = new URLSearchParams(window.location.search);
    for (const name of dropped) asked.delete(name);
    if (value === standard) asked.delete(key);
    else asked.set(key, value);
    return written(asked);
  }

  function go(search) {
    if (search === window.location.search) return;
    window.lineage.read(search);
    window.dash_clientside.set_props("address", { search });
  }

  const turned = () => changed("flow", window.lineage.flow.isDown() ? "right" : "down", "right");

  /* These kinds are hidden, and no others. */
  function hide(words) {
    const asked = new URLSearchParams(window.location.search);
    asked.delete("hide");
    for (const word of words) asked.append("hide", word);
    go(written(asked));
  }

  /* One more group is open; what else is open stays so. */
  function opened(group) {
    const asked = new URLSearchParams(window.location.search);
    asked.append("open", group);
    return written(asked);
  }

  /* A click follows the address; with Ctrl or Command it opens a tab of its own, as a link would.
     A group is no focus: it opens. */
  const toward = (id) => (id.startsWith("group:") ? opened(id) : changed("start", id, null, ...left(id)));

  /* What a new focus leaves behind; paths stay lit while one walks on them. */
  const left = (id) => (window.lineage.onPath?.(id) ? OF_A_FOCUS : [...OF_A_FOCUS, "between"]);

  /* The same address with the paths between two, or with none. */
  function joined(...ends) {
    const asked = new URLSearchParams(window.location.search);
    for (const name of ["between", "path"]) asked.delete(name);
    for (const end of ends) asked.append("between", end);
    return written(asked);
  }

  function focus(id, apart = false) {
    const search = toward(id);
    if (apart) window.open(window.location.pathname + search, "_blank");
    else go(search);
  }

  window.lineage = Object.assign(window.lineage || {}, { focus, toward, go, hide, joined, turned, written });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    lineage: Object.assign((window.dash_clientside || {}).lineage || {}, {
      /* Another direction is tried as soon as it is chosen, with all else that the form holds. */
      lead: (direction) => {
        const asked = new URLSearchParams(window.location.search);
        if (asked.has("start") && !asked.has("question") && (asked.get("direction") ?? "UpAndDown") !== direction) {
          document.getElementById("run").click();
        }
      },
      tint: (lens) => {
        if (new URLSearchParams(window.location.search).has("start")) go(changed("lens", lens, "type"));
      },
      stroke: (lines) => {
        if (new URLSearchParams(window.location.search).has("start")) go(changed("edges", lines, "plain"));
      },
      turn: (view) => {
        if (new URLSearchParams(window.location.search).has("start")) go(changed("view", view, "graph"));
      },
    }),
  });
})();
