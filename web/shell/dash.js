// Connects the page with Dash: the only module that knows its global.

/**
 * @typedef {object} DashClientside
 * @property {(id: string, props: Record<string, unknown>) => void} set_props
 * @property {{ triggered_id?: string, states: Record<string, unknown> }} callback_context
 */

/** @returns {DashClientside & Record<string, unknown>} */
function getDash() {
  const page = /** @type {any} */ (window); // Dash's global; Dash adds to what is there when it comes
  page.dash_clientside ??= {};
  return page.dash_clientside;
}

/**
 * Change properties of a component.
 *
 * @param {string} id
 * @param {Record<string, unknown>} props
 */
export const setProps = (id, props) => getDash().set_props(id, props);

/** Let Dash, if it is there already, know of a changed address as its own links do. */
const announceAddress = () => window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));

/**
 * Go to an address.
 *
 * @param {string} search
 */
export function pushAddress(search) {
  window.history.pushState({}, "", window.location.pathname + search);
  announceAddress();
}

/**
 * Replace the address, without another entry in the history.
 *
 * @param {string} search
 */
export function replaceAddress(search) {
  window.history.replaceState(window.history.state, "", search);
  announceAddress();
}

/** Return what triggered the running callback, and the states that it was given. */
export function getCallbackContext() {
  const { triggered_id: trigger, states } = getDash().callback_context;
  return { trigger, states };
}

/**
 * Register the functions that Dash calls by name (callbacks/clientside.py, details_panel.py, routes/screen_route.py).
 *
 * @param {Record<string, (value: any) => void>} functions
 */
export function registerClientsideFunctions(functions) {
  getDash().lineage = functions;
}

/**
 * Register components, which Dash looks up by namespace and name (components/controls.py).
 *
 * @param {Record<string, (props: any) => unknown>} components
 */
export function registerControls(components) {
  Object.assign(window, { lineage_controls: components });
}
