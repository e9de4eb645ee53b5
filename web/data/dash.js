// The few things that the page asks of Dash.

/** @returns {any} */
const getPage = () => window;

/** Set properties of a Dash component.
 * @param {string} id
 * @param {Record<string, unknown>} props */
export const setProps = (id, props) => getPage().dash_clientside.set_props(id, props);

/** What called the present clientside function, and the values of its states.
 * @returns {{triggered_id: string, states: Record<string, unknown>}} */
export const getCallbackContext = () => getPage().dash_clientside.callback_context;

/** Register the functions that Dash's clientside callbacks name.
 * @param {Record<string, (...values: any[]) => unknown>} functions */
export function registerFunctions(functions) {
  const page = getPage();
  page.dash_clientside = Object.assign(page.dash_clientside ?? {}, { lineage: functions });
}
