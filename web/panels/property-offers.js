// Asks for the properties of the graph when the box of properties gets the focus, once for each address; and keeps what
// a box holds when its offers change.

/**
 * Add what a box holds to its offers: Mantine removes from a box whatever is no longer offered.
 *
 * @param {readonly string[]} offers
 * @param {readonly string[] | null | undefined} chosen
 */
export const addChosen = (offers, chosen) => [...new Set([...offers, ...(chosen ?? [])])];

/**
 * @param {object} options
 * @param {() => string} options.getSearch
 * @param {(search: string) => void} options.readOffers
 */
export function wirePropertyOffers({ getSearch, readOffers }) {
  /** @type {string | undefined} */
  let present;
  document.addEventListener("focusin", ({ target }) => {
    const search = getSearch();
    if (!(target instanceof Element) || target.id !== "property" || search === present) return;
    present = search;
    readOffers(search);
  });
}
