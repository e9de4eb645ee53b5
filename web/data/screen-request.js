// Requests screens from the server.

/** @import { ReadMode, Screen } from "../types.d.ts" */

const MAX_TRIES = 20;
export const FIRST_TRIES = 3; // the worker that dies is one of several; a server that has ended is told of soon
const UNAUTHORIZED = 401;
const RETRY_MS = 500; // a server that was restarted answers within ten seconds

/**
 * Request the screen of an address.
 *
 * @param {string} search
 * @param {object} options
 * @param {ReadMode} options.mode what is requested of reading
 * @param {number} [options.pagesShown] number of result pages that the page shows already
 * @param {string} options.previousLayout id of the layout to continue
 * @param {AbortSignal} options.signal
 * @returns {Promise<Screen>}
 */
export async function requestScreen(search, { mode, pagesShown = 0, previousLayout, signal }) {
  const headers = { "Lineage-Former": previousLayout, "Lineage-Wish": mode, "Lineage-Seen": String(pagesShown) };
  const response = await fetch(`screen${search}`, { signal, headers, cache: "no-store" });
  if (response.status === UNAUTHORIZED) {
    window.location.reload(); // the server then asks to sign in
    return new Promise(() => {});
  }
  return response.json();
}

/** @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {unknown} error */
export const isAbort = (error) => error instanceof Error && error.name === "AbortError";

/**
 * Repeat a request until it succeeds: whichever worker answers continues from what was read.
 *
 * @template Value
 * @param {() => Promise<Value>} request
 * @param {object} [options]
 * @param {(milliseconds: number) => Promise<unknown>} [options.wait]
 * @param {number} [options.maxTries]
 * @returns {Promise<Value>}
 * @throws The last error, or at once that the request was aborted.
 */
export async function retryRequest(request, { wait = pause, maxTries = MAX_TRIES } = {}) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await request();
    } catch (error) {
      if (isAbort(error) || tries === maxTries) throw error;
      await wait(RETRY_MS);
    }
  }
}
