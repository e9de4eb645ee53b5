/* The address is the state: whatever changes what is seen, changes the address and nothing else. */
(() => {
  /* Written as the server writes it, colons and slashes of ARNs readable. */
  const written = (asked) =>
    `?${[...asked].map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%3A/g, ":").replace(/%2F/g, "/")}`).join("&")}`;

  function change(key, value, standard) {
    const asked = new URLSearchParams(window.location.search);
    if (value === standard) asked.delete(key);
    else asked.set(key, value);
    const search = written(asked);
    if (search !== window.location.search) window.dash_clientside.set_props("address", { search });
  }

  const focus = (arn) => change("start", arn);

  window.lineage = Object.assign(window.lineage || {}, { focus });
  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    lineage: Object.assign((window.dash_clientside || {}).lineage || {}, {
      turn: (view) => {
        if (new URLSearchParams(window.location.search).has("start")) change("view", view, "graph");
      },
    }),
  });
})();
