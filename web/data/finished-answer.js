// Requests what may take the account longer than a request waits, until it is there.

import { pause } from "./screen-request.js";

const ACCEPTED = 202; // it is being read: ask again
const AGAIN_MS = 500;
const MAX_TRIES = 120; // each of them has waited for the account, too

/**
 * Return the response to a request that is sent again while its answer is being read; null if none comes.
 *
 * @param {string} address
 * @param {object} options
 * @param {() => boolean} options.isWanted whether the answer would still be shown
 * @param {(milliseconds: number) => Promise<unknown>} [options.wait]
 * @returns {Promise<Response | null>}
 */
export async function fetchFinished(address, { isWanted, wait = pause }) {
  for (let tries = 0; tries < MAX_TRIES && isWanted(); tries += 1) {
    const response = await fetch(address).catch(() => null);
    if (response?.status !== ACCEPTED) return response;
    await wait(AGAIN_MS);
  }
  return null;
}
