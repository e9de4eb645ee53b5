// Requests of screens. A newer address cancels the request of the former.

import { getPreviousLayoutId } from "../state/history-state.js";
import { getReadKey, readGrammar } from "../state/url.js";

const MAX_TRIES = 20,
  PAUSE_MS = 500; // a server that was restarted answers within ten seconds

/**
 * @typedef {object} ScreenRequest
 * @property {string} search
 * @property {string} mode What it asks of the reading: "on", "stop", "anew", "again" or "names".
 * @property {AbortController} stop
 * @property {number} began Milliseconds since the page was opened.
 * @property {Promise<import("../types.js").ScreenPayload>} sent
 */

/** @type {ScreenRequest | null} */
let current = null;
/** @type {string | null} */
let stoppedKey = null;

/** @param {ScreenRequest} request @param {string} mode @param {number} [pagesShown] */
async function fetchScreen({ search, stop: { signal } }, mode, pagesShown = 0) {
  const headers = {
    "Lineage-Former": getPreviousLayoutId(),
    "Lineage-Wish": mode,
    "Lineage-Seen": String(pagesShown),
  };
  return (await fetch(`screen${search}`, { signal, headers, cache: "no-store" })).json();
}

/** @param {number} milliseconds @returns {Promise<void>} */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Ask for what was read since; any worker goes on from what it or another has read.
 * @param {ScreenRequest} request @param {string} mode @param {number} pagesShown
 * @returns {Promise<import("../types.js").ScreenPayload>} */
export async function fetchMore(request, mode, pagesShown) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetchScreen(request, mode, pagesShown);
    } catch (error) {
      if (isAbort(error) || tries === MAX_TRIES) throw error;
      await pause(PAUSE_MS);
    }
  }
}

/** @param {unknown} error */
export const isAbort = (error) => error instanceof Error && error.name === "AbortError";

/** Request a screen; one that is under way for the same address is used.
 *
 * A tap on a card requests the screen before Dash knows of the new address, which then finds it here.
 * @param {string} search @param {string} [mode]
 * @returns {ScreenRequest} */
export function requestScreen(search, mode) {
  if (current?.search === search && !mode) return current;
  current?.stop.abort();
  if (mode !== "stop" && stoppedKey !== getReadKey(search, readGrammar())) stoppedKey = null;
  const stop = new AbortController(),
    began = performance.now();
  const request = { search, mode: mode ?? (stoppedKey === null ? "on" : "stop"), stop, began };
  const isLeaving = "leaving" in document.documentElement.dataset; // another page comes
  const sent = isLeaving ? new Promise(() => {}) : fetchScreen(/** @type {any} */ (request), request.mode);
  sent.catch(() => {}); // given up before anybody waits for it, when one click follows another at once
  current = { ...request, sent };
  return current;
}

/** @param {ScreenRequest} request */
export const isCurrent = (request) => current === request;

/** Forget a request that has ended.
 * @param {ScreenRequest} request */
export function endRequest(request) {
  if (current === request) current = null;
}

/** Keep reading of an address stopped, or with null none.
 * @param {string | null} search */
export function setStopped(search) {
  stoppedKey = search === null ? null : getReadKey(search, readGrammar());
}
