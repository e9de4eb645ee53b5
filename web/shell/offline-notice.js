// Notices of the page itself, above all that its server does not answer.

import { setProps } from "../data/dash.js";

/** @param {string} title @param {string} detail */
const buildNotice = (title, detail) => ({
  namespace: "dash_html_components",
  type: "Div",
  props: {
    className: "notice error again",
    children: [
      { namespace: "dash_html_components", type: "Strong", props: { children: title } },
      { namespace: "dash_html_components", type: "P", props: { children: detail } },
    ],
  },
});

/** @param {string} title @param {string} detail */
export const showError = (title, detail) => setProps("notice", { children: [buildNotice(title, detail)] });

export function reportOffline() {
  showError(
    "The explorer does not answer",
    "Its server may have been stopped. Start it again, or check the network; the picture stays as it is.",
  );
  setProps("lineage", { "data-state": "error", "aria-busy": "false" });
}

/** Report when a request of Dash fails: Dash itself would wait for ever. */
export function watchServer() {
  const originalFetch = window.fetch;
  window.fetch = async (...request) => {
    try {
      return await originalFetch(...request);
    } catch (error) {
      const url = request[0] instanceof Request ? request[0].url : request[0];
      if (String(url).includes("_dash-update-component")) reportOffline();
      throw error;
    }
  };
}
