// The address as the state: what it says, and the addresses of other views. The server owns the grammar.

/**
 * The rules of the address that the browser needs; `lineage_explorer/query/address.py` defines them.
 *
 * @typedef {object} UrlGrammar
 * @property {string[]} droppedOnFocus Parameters that belong to one focus: another one begins without them.
 * @property {string[]} keptOnPath Those of them that stay while one moves along a highlighted path.
 * @property {string[]} viewParameters Parameters that change what is seen, but not what is read.
 * @property {Record<string, string>} defaults Values that the address leaves out.
 */

/** @returns {UrlGrammar} */
export function readGrammar() {
  const element = document.getElementById("url-grammar");
  return JSON.parse(element?.textContent ?? "{}");
}

/** Format parameters as the server does: the colons and slashes of ARNs stay readable.
 * @param {URLSearchParams} parameters */
export function formatSearch(parameters) {
  const pairs = [...parameters].map(([name, value]) => `${name}=${encodeValue(value)}`);
  return `?${pairs.join("&")}`;
}

/** @param {string} value */
const encodeValue = (value) => encodeURIComponent(value).replace(/%3A/g, ":").replace(/%2F/g, "/");

/** Set one parameter, or leave it out where it has its default.
 * @param {string} search
 * @param {string} name
 * @param {string} value
 * @param {UrlGrammar} grammar */
export function withParameter(search, name, value, grammar) {
  const parameters = new URLSearchParams(search);
  if (value === grammar.defaults[name]) parameters.delete(name);
  else parameters.set(name, value);
  return formatSearch(parameters);
}

/** Replace all values of a parameter.
 * @param {string} search
 * @param {string} name
 * @param {Iterable<string>} values */
export function withValues(search, name, values) {
  const parameters = new URLSearchParams(search);
  parameters.delete(name);
  for (const value of values) parameters.append(name, value);
  return formatSearch(parameters);
}

/** Make an entity the focus. A group is no focus: it opens, and the other groups stay open.
 * @param {string} search
 * @param {string} id ARN of an entity, or id of a group
 * @param {UrlGrammar} grammar
 * @param {{isOnPath?: boolean}} [options] whether the entity is on a highlighted path */
export function withFocus(search, id, grammar, { isOnPath = false } = {}) {
  const parameters = new URLSearchParams(search);
  if (id.startsWith("group:")) {
    parameters.append("open", id);
    return formatSearch(parameters);
  }
  const dropped = grammar.droppedOnFocus.filter((name) => !(isOnPath && grammar.keptOnPath.includes(name)));
  for (const name of dropped) parameters.delete(name);
  parameters.set("start", id);
  return formatSearch(parameters);
}

/** Highlight the paths between two entities, or none.
 * @param {string} search
 * @param {string[]} ends */
export function withPathEnds(search, ...ends) {
  const parameters = new URLSearchParams(search);
  for (const name of ["between", "path"]) parameters.delete(name);
  for (const end of ends) parameters.append("between", end);
  return formatSearch(parameters);
}

/** What is read for an address, whatever is seen of it.
 * @param {string} search
 * @param {UrlGrammar} grammar */
export function getReadKey(search, grammar) {
  const parameters = new URLSearchParams(search);
  for (const name of grammar.viewParameters) parameters.delete(name);
  return parameters.toString();
}

/** @param {string} search */
export const hasStart = (search) => new URLSearchParams(search).has("start");

/** Which paths an address highlights, as one text.
 * @param {string} search */
export function getPathKey(search) {
  const parameters = new URLSearchParams(search);
  return [...parameters.getAll("between"), parameters.get("path")].join(" ");
}

/** @param {string} search */
export const isShared = (search) =>
  new URLSearchParams(search).getAll("share").some((value) => value !== "" && value !== "0");

/** Show names, or hide them.
 * @param {string} search
 * @param {boolean} on */
export const withSharing = (search, on) => withValues(search, "share", on ? ["1"] : []);

/** The words that hide kinds.
 * @param {string} search */
export const getHiddenKinds = (search) => new Set(new URLSearchParams(search).getAll("hide"));
