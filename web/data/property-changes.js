// Selects what a screen changes on the page.

const ALWAYS_SENT = ["lineage.data-state", "lineage.aria-busy"]; // they change while a screen is read

/**
 * @typedef {object} PropertyChanges
 * @property {Map<string, string>} html new content, by the element's id
 * @property {Map<string, Record<string, unknown>>} props new properties, by the component's id
 */

/** Create a filter that remembers what it let through. */
export function createChangeFilter() {
  /** @type {Map<string, string>} */
  const sent = new Map();

  /**
   * Select the values that differ from what is shown.
   *
   * @param {Record<string, unknown>} shown values by "id.property", or HTML by "id.html"
   * @param {Record<string, unknown>} states what the controls show now; for others, what was sent last counts
   * @returns {PropertyChanges}
   */
  return function selectChanges(shown, states) {
    /** @type {PropertyChanges} */
    const changes = { html: new Map(), props: new Map() };
    for (const [place, value] of Object.entries(shown)) {
      const text = JSON.stringify(value);
      const present = place in states ? JSON.stringify(states[place] ?? null) : sent.get(place);
      sent.set(place, text);
      if (text === present && !ALWAYS_SENT.includes(place)) continue;
      const [id, property] = place.split(".");
      if (property === "html") changes.html.set(id, String(value));
      else changes.props.set(id, { ...changes.props.get(id), [property]: value });
    }
    return changes;
  };
}
