// Requests what the API answered about the focus: only once somebody opens it.

/** @import { Url } from "../state/url.js" */

/** @typedef {ReturnType<typeof createResponseLoader>} ResponseLoader */

const FAILURE = "The server could not be reached. Close this and open it again.";

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
    if (!response) throw new Error(FAILURE);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
}
