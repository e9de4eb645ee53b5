// Says when the page's own server does not answer: Dash itself would wait for ever.

import { NO_ANSWER } from "../data/failure-words.js";

/** @typedef {(id: string, props: Record<string, unknown>) => void} SetProps */

/**
 * @param {string} type
 * @param {object} props
 */
const describeComponent = (type, props) => ({ namespace: "dash_html_components", type, props });

/**
 * Show an error over the graph, as the server's are.
 *
 * @param {SetProps} setProps
 * @param {string} title
 * @param {string} detail
 */
export function showError(setProps, title, detail) {
  const children = [describeComponent("Strong", { children: title }), describeComponent("P", { children: detail })];
  setProps("notice", { children: [describeComponent("Div", { className: "notice error again", children })] });
}

/**
 * Show an error that another try would not mend, with a button that closes it.
 *
 * @param {SetProps} setProps
 * @param {string} title
 * @param {string} detail
 */
export function showRefusal(setProps, title, detail) {
  const icon = describeComponent("Span", { className: "icon", style: { "--icon": "var(--icon-close)" } });
  const close = { type: "button", className: "close", title: "Close", "aria-label": "Close", children: icon };
  const parts = [
    describeComponent("Strong", { children: title }),
    describeComponent("Button", close),
    describeComponent("P", { children: detail }),
  ];
  setProps("notice", { children: [describeComponent("Div", { className: "notice error", children: parts })] });
}

/** @param {SetProps} setProps */
export function showOffline(setProps) {
  const advice = "Its server may have been stopped. Start it again, or check the network; your view is unchanged.";
  showError(setProps, NO_ANSWER, advice);
  setProps("lineage", { "data-state": "error", "aria-busy": "false" });
}

/**
 * Call a function whenever a request of Dash fails.
 *
 * @param {() => void} onFailure
 */
export function watchDashRequests(onFailure) {
  const { fetch } = window;
  window.fetch = async (...request) => {
    try {
      return await fetch(...request);
    } catch (error) {
      const [resource] = request;
      const url = resource instanceof Request ? resource.url : String(resource);
      if (url.includes("_dash-update-component")) onFailure();
      throw error;
    }
  };
}
