// Navigation: whatever changes what is seen changes the address, and nothing else.

import { isOnPath } from "../state/path-membership.js";
import { hasStart, readGrammar, withFocus, withParameter, withValues } from "../state/url.js";
import { setProps } from "./dash.js";
import { requestScreen } from "./screen-request.js";

/** @param {string} search */
export function navigateTo(search) {
  if (search === window.location.search) return;
  requestScreen(search);
  setProps("address", { search });
}

/** The address that makes an entity the focus, or opens a group.
 * @param {string} id */
export const buildFocusSearch = (id) =>
  withFocus(window.location.search, id, readGrammar(), { isOnPath: isOnPath(id) });

/** Make an entity the focus; in a tab of its own with Ctrl or Command, as a link would.
 * @param {string} id
 * @param {boolean} [inNewTab] */
export function focusOn(id, inNewTab = false) {
  const search = buildFocusSearch(id);
  if (inNewTab) window.open(window.location.pathname + search, "_blank");
  else navigateTo(search);
}

/** Set one parameter of the address.
 * @param {string} name
 * @param {string} value */
export const setParameter = (name, value) =>
  navigateTo(withParameter(window.location.search, name, value, readGrammar()));

/** Set a view option of the graph; the home screen has none.
 * @param {string} name
 * @param {string} value */
export function setViewOption(name, value) {
  if (hasStart(window.location.search)) setParameter(name, value);
}

/** Hide these kinds, and no others.
 * @param {string[]} words */
export const hideKinds = (words) => navigateTo(withValues(window.location.search, "hide", words));
