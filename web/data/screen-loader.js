// Loads what an address asks. A large answer comes in parts, each requested when the one before is drawn; a newer
// address cancels the requests of the former.

/** @import { ReadMode, Screen } from "../types.d.ts" */
/** @import { Url } from "../state/url.js" */
import { FIRST_TRIES, isAbort, pause, requestScreen, retryRequest } from "./screen-request.js";

/** @typedef {ReturnType<typeof createScreenLoader>} ScreenLoader */

/**
 * @typedef {object} Loading
 * @property {string} search
 * @property {ReadMode} mode
 * @property {AbortController} abort
 * @property {number} startedAt in milliseconds of the page's clock
 * @property {Promise<Screen>} first the first part of the answer that the page shows
 * @property {Promise<Screen> | null} next the part after that, if it was requested before the page could show any
 * @property {boolean} isAnswered whether that is there
 * @property {boolean} isOpening whether the page is on its way that will show it
 * @property {boolean} isFollowed
 */

/** @typedef {Record<string, unknown> | Promise<Record<string, unknown>>} States what the controls show now */

/** @typedef {(screen: Screen, loading: Loading, states: States) => Promise<boolean>} RenderScreen */

const QUICK_MS = 350; // after a slower answer none is prefetched: a busy server is asked for no more than needed
const FRESH_MS = 5000; // what was prefetched longer ago is requested again
const NAMES_MS = 100; // between a graph and the request for its names: cards glide meanwhile
const OPENING_MS = 150; // that a page which has just come waits for the next part: it would draw its picture twice
const FEW = 500; // entities; the rest of a larger answer takes longer

/** @type {Promise<never>} */
const NEVER = new Promise(() => {});

/** @type {Record<string, ReadMode>} */
const MODES = { asked: "anew", retry: "again" }; // by the component that triggers a screen

/** Whether all of an answer is read and named. @param {Screen} screen */
const isWhole = ({ named, progress }) => named && !progress?.more;

/**
 * @param {object} options
 * @param {Url} options.url
 * @param {() => string} options.getPreviousLayout
 * @param {() => boolean} options.isLeaving whether another page is on its way
 * @param {() => void} options.onUnreachable called if the server does not answer
 * @param {typeof requestScreen} [options.request]
 */
export function createScreenLoader({ url, getPreviousLayout, isLeaving, onUnreachable, request = requestScreen }) {
  /** @type {Loading | null} */
  let current = null;
  /** @type {string | null} */
  let stoppedQuery = null;
  /** @type {{ loading: Loading, previousLayout: string } | null} */
  let prefetched = null;
  let isQuick = false;

  /**
   * @param {Loading} loading
   * @param {ReadMode} mode
   * @param {number} [pagesShown]
   */
  const ask = ({ search, abort: { signal } }, mode, pagesShown = 0) =>
    request(search, { mode, pagesShown, previousLayout: getPreviousLayout(), signal });

  /** Request the first part of an answer, and note whether it was quick. @param {Loading} loading */
  async function askFirst(loading) {
    const askedAt = performance.now();
    const screen = await ask(loading, loading.mode);
    isQuick = performance.now() - askedAt < QUICK_MS;
    loading.isAnswered = true;
    return screen;
  }

  /**
   * Return what was prefetched of an address, if it is what would be requested now.
   *
   * @param {string} search
   * @param {ReadMode} mode
   */
  function takePrefetched(search, mode) {
    const { loading, previousLayout } = prefetched ?? {};
    prefetched = null;
    if (!loading) return null;
    const isFresh = performance.now() - loading.startedAt < FRESH_MS && previousLayout === getPreviousLayout();
    if (loading.search === search && loading.mode === mode && isFresh) return loading;
    loading.abort.abort();
    return null;
  }

  /** @param {string} search @param {ReadMode} mode @returns {Loading} */
  const createLoading = (search, mode) => ({
    search,
    mode,
    abort: new AbortController(),
    startedAt: performance.now(),
    first: NEVER,
    next: null,
    isAnswered: false,
    isOpening: false,
    isFollowed: false,
  });

  /**
   * Request the screen of an address, unless that is under way: a click requests it before Dash knows the address.
   *
   * @param {string} search
   * @param {ReadMode} [wanted]
   * @returns {Loading}
   */
  function load(search, wanted) {
    if (current?.search === search && !wanted) return current;
    current?.abort.abort();
    if (wanted !== "stop" && stoppedQuery !== url.getQuery(search)) stoppedQuery = null;
    const mode = wanted ?? (stoppedQuery === null ? "on" : "stop");
    const former = takePrefetched(search, mode);
    const loading = former ?? createLoading(search, mode);
    if (isLeaving()) return loading;
    loading.startedAt = performance.now();
    const askAnew = () => retryRequest(() => askFirst(loading), { maxTries: FIRST_TRIES });
    loading.first = former?.first.catch((error) => (isAbort(error) ? Promise.reject(error) : askAnew())) ?? askAnew();
    loading.first.catch(() => {}); // aborted before anybody waits for it, if one click follows another at once
    current = loading;
    return loading;
  }

  /**
   * Request an address that the reader will probably go to, so that a click need not wait for its answer.
   *
   * @param {string} search
   */
  function prefetch(search) {
    const isWanted = search !== url.getSearch() && search !== prefetched?.loading.search;
    if (!isQuick || current || !isWanted || stoppedQuery !== null || isLeaving()) return;
    prefetched?.loading.abort.abort();
    const loading = createLoading(search, "on");
    prefetched = { loading, previousLayout: getPreviousLayout() };
    loading.first = askFirst(loading);
    loading.first.catch(() => {}); // requested again if it is gone to
  }

  /**
   * Request the part of an answer after one: more of its pages, else its names.
   *
   * @param {Loading} loading
   * @param {Screen} screen
   * @param {number} [pagesShown] of what is drawn, if anything is
   */
  const askMore = (loading, { progress }, pagesShown) =>
    progress?.more ? ask(loading, "on", pagesShown) : ask(loading, loading.mode === "stop" ? "stop" : "names");

  /**
   * Request what the first part of an answer lacks while the page is on its way, so that the page shows all at once.
   *
   * @param {Loading} loading
   * @param {(screen: Screen) => void} show called with each part
   */
  async function readAhead(loading, show) {
    loading.isOpening = true;
    const isWaiting = () => current === loading && !loading.isFollowed;
    for (let screen = await loading.first; isWaiting(); ) {
      show(screen);
      if (isWhole(screen) || screen.moved) return;
      if (!screen.drawing) await pause(NAMES_MS); // for pages and names, the server waits
      if (!isWaiting()) return;
      loading.next = askMore(loading, screen);
      screen = await loading.next;
      if (!isWaiting()) return;
      loading.first = loading.next;
      loading.next = null;
    }
  }

  /**
   * Return the first part of an answer that the page shows: the one after it, if that comes in a moment.
   *
   * @param {Loading} loading
   */
  async function chooseFirst(loading) {
    const screen = await loading.first;
    const isEnough = isWhole(screen) || screen.moved || !screen.drawing || (screen.progress?.entities ?? 0) > FEW;
    if (!loading.isOpening || isEnough) return screen;
    loading.next ??= askMore(loading, screen);
    const later = await Promise.race([loading.next.catch(() => null), pause(OPENING_MS).then(() => null)]);
    if (later) loading.next = null;
    return later ?? screen;
  }

  /**
   * Request the part of an answer after a drawn one, unless that is under way.
   *
   * @param {Loading} loading
   * @param {Screen} screen
   * @param {number} pagesShown
   */
  async function requestMore(loading, screen, pagesShown) {
    const { next } = loading;
    loading.next = null;
    const askAnew = () => retryRequest(() => askMore(loading, screen, pagesShown));
    if (next) return next.catch((error) => (isAbort(error) ? Promise.reject(error) : askAnew()));
    if (!screen.progress?.more) await pause(NAMES_MS);
    return askAnew();
  }

  /**
   * Render the parts of an answer until all is read and named. An answer that moves the page to the address of its
   * entity is that address's answer, so it is neither requested nor rendered twice.
   *
   * @param {Loading} loading
   * @param {States} states
   * @param {RenderScreen} render returns false if another screen was requested meanwhile
   */
  async function follow(loading, states, render) {
    if (loading.isFollowed) return;
    loading.isFollowed = true;
    let pagesShown = 0;
    try {
      for (let screen = await chooseFirst(loading); ; ) {
        if (screen.moved) loading.search = screen.moved;
        if (!(await render(screen, loading, states))) break;
        states = {}; // the controls show what was rendered, or what the reader has entered since
        pagesShown = screen.drawing?.pages ?? pagesShown;
        if (isWhole(screen)) break;
        screen = await requestMore(loading, screen, pagesShown);
      }
    } catch (error) {
      if (!isAbort(error)) onUnreachable();
    } finally {
      if (current === loading) current = null;
    }
  }

  return {
    load,
    prefetch,
    readAhead,
    follow,

    isLoading: () => current !== null,

    isCurrent: (/** @type {Loading} */ loading) => current === loading,

    /**
     * Load the screen that a component of the page triggers.
     *
     * @param {string} search
     * @param {string | undefined} trigger id of the component
     */
    loadFor(search, trigger) {
      const mode = MODES[trigger ?? ""];
      if (mode) stoppedQuery = null;
      return load(search, mode);
    },

    /**
     * Load the current address again in another mode.
     *
     * @param {ReadMode} mode
     */
    reload(mode) {
      const search = url.getSearch();
      stoppedQuery = mode === "stop" ? url.getQuery(search) : null;
      return load(search, mode);
    },
  };
}
