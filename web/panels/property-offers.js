// Asks for the properties of the graph when the box of properties gets the focus, once for each address.

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
