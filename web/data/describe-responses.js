// Requests what the API answered about the focus: only once somebody opens it.

/** @import { Url } from "../state/url.js" */

import { NO_ANSWER_YET } from "./failure-words.js";

/** @typedef {ReturnType<typeof createResponseLoader>} ResponseLoader */

/** @param {Url} url */
export function createResponseLoader(url) {
  /**
   * Request the responses that describe an entity, as JSON text by operation.
   *
   * @param {string} arn
   * @returns {Promise<Record<string, string>>}
   * @throws {Error} A sentence for the reader.
   */
  return async function loadResponses(arn) {
    const address = `described${url.getSearch()}&of=${encodeURIComponent(arn)}`;
    const response = await fetch(address).catch(() => null);
    if (!response) throw new Error(NO_ANSWER_YET);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
}
