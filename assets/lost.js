/* When the page's own server is gone, say so: Dash itself would wait for ever. */
(() => {
  const fetched = window.fetch;

  const notice = (title, detail) => ({
    namespace: "dash_html_components", type: "Div",
    props: { className: "notice error again", children: [
      { namespace: "dash_html_components", type: "Strong", props: { children: title } },
      { namespace: "dash_html_components", type: "P", props: { children: detail } },
    ] },
  });

  const tell = (title, detail) => window.dash_clientside.set_props("notice", { children: [notice(title, detail)] });

  function lost() {
    tell("The explorer does not answer", "Its server may have been stopped. Start it again, or check the network; the picture stays as it is.");
    window.dash_clientside.set_props("lineage", { "data-state": "error", "aria-busy": "false" });
  }

  window.fetch = async (...request) => {
    try {
      return await fetched(...request);
    } catch (error) {
      if (String(request[0]?.url ?? request[0]).includes("_dash-update-component")) lost();
      throw error;
    }
  };

  window.lineage = Object.assign(window.lineage || {}, { lost, tell });
})();
