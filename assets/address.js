/* The address is the state: whatever changes what is seen, changes the address and nothing else. */
(() => {
  /* Written as the server writes it, colons and slashes of ARNs readable. */
  const written = (asked) =>
    `?${[...asked].map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%3A/g, ":").replace(/%2F/g, "/")}`).join("&")}`;

  function changed(key, value, standard) {
    const asked = new URLSearchParams(window.location.search);
    if (value === standard) asked.delete(key);
    else asked.set(key, value);
    return written(asked);
  }

  function go(search) {
    if (search !== window.location.search) window.dash_clientside.set_props("address", { search });
  }

  /* A click follows the address; with Ctrl or Command it opens a tab of its own, as a link would. */
  function focus(arn, apart = false) {
    const search = changed("start", arn);
    if (apart) window.open(window.location.pathname + search, "_blank");
    else go(search);
  }

  window.lineage = Object.assign(window.lineage || {}, { focus });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    lineage: Object.assign((window.dash_clientside || {}).lineage || {}, {
      turn: (view) => {
        if (new URLSearchParams(window.location.search).has("start")) go(changed("view", view, "graph"));
      },
    }),
  });
})();
