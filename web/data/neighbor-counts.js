// Counts the neighbors of an entity that are not shown: two calls of the API, so only for a card that is asked about.

/** @import { NeighborCounts } from "../types.d.ts" */
/** @import { Url } from "../state/url.js" */

import { NO_ANSWER_YET } from "./failure-words.js";
import { fetchFinished } from "./finished-answer.js";

/** @typedef {ReturnType<typeof createNeighborCounts>} NeighborCountStore */

const UNKNOWN = 422; // with a sentence that says why

/** @param {Url} url */
export function createNeighborCounts(url) {
  /** @type {Map<string, NeighborCounts>} */
  const counts = new Map(); // of the address that is shown
  let countedAt = "";

  return {
    /** @param {string} id */
    getCounts: (id) => counts.get(id),

    /**
     * Request the counts of a card; null if the address changed meanwhile. What fails is asked at the next look.
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
      const isWanted = () => search === url.getSearch();
      const response = await fetchFinished(`around${search}&of=${encodeURIComponent(id)}`, { isWanted });
      if (!isWanted()) return null;
      if (!response?.ok) {
        const why = response?.status === UNKNOWN ? await response.text() : NO_ANSWER_YET;
        return { unseen: {}, more: [], why };
      }
      counts.set(id, await response.json());
      return counts.get(id) ?? null;
    },
  };
}
