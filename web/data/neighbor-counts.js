// Counts the neighbors of an entity that are not shown: two calls of the API, so only for a card that is asked about.

/** @import { NeighborCounts } from "../types.d.ts" */
/** @import { Url } from "../state/url.js" */

/** @typedef {ReturnType<typeof createNeighborCounts>} NeighborCountStore */

/** @param {Url} url */
export function createNeighborCounts(url) {
  /** @type {Map<string, NeighborCounts>} */
  const counts = new Map(); // of the address that is shown
  let countedAt = "";

  return {
    /** @param {string} id */
    getCounts: (id) => counts.get(id),

    /**
     * Request the counts of a card; null if they cannot be had, or if the address changed meanwhile.
     *
     * @param {string} id
     * @returns {Promise<NeighborCounts | null>}
     */
    async loadCounts(id) {
      const search = url.getSearch();
      if (!search) return null; // the graph is being left
      if (search !== countedAt) counts.clear();
      countedAt = search;
      const known = counts.get(id);
      if (known) return known;
      const response = await fetch(`around${search}&of=${encodeURIComponent(id)}`).catch(() => null);
      if (!response?.ok || search !== url.getSearch()) return null;
      counts.set(id, await response.json());
      return counts.get(id) ?? null;
    },
  };
}
