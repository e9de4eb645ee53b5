// Shows the screens that are asked for: by an address, by Run and Try again, and by stopping, resuming or refreshing.

/** @import { Loading, RenderScreen, ScreenLoader, States } from "../data/screen-loader.js" */
/** @import { ReadMode } from "../types.d.ts" */
/** @import { Url } from "../state/url.js" */
/** @import { ScreenView } from "./screen-view.js" */
import { getCallbackContext } from "./dash.js";

const SKELETON_MS = 100; // an answer that was under way while the page was made is mostly there by then

/**
 * @param {object} options
 * @param {Url} options.url
 * @param {ScreenLoader} options.loader
 * @param {ScreenView} options.screenView
 * @param {() => void} options.hideSkeleton
 * @param {() => void} options.unmarkFocus
 */
export function createScreenControls({ url, loader, screenView, hideSkeleton, unmarkFocus }) {
  /** @type {WeakMap<Loading, (states: States) => void>} */
  const drawn = new WeakMap(); // what is drawn before Dash says what the controls show

  /** @type {RenderScreen} */
  const render = (screen, loading, states) =>
    screenView.show(screen, states, {
      startedAt: loading.startedAt,
      isCurrent: () => loader.isCurrent(loading),
    });

  /**
   * Follow an answer to its end; a focus that was marked when it was asked for stays so only if it was drawn.
   *
   * @param {Loading} loading
   * @param {States} states
   */
  async function follow(loading, states) {
    await loader.follow(loading, states, render);
    if (!loader.isLoading()) unmarkFocus();
  }

  return {
    /**
     * Draw what was prefetched in the frame after the click; the rest of the page follows when Dash knows the address.
     *
     * @param {Loading} loading
     */
    async drawAtOnce(loading) {
      await loading.first;
      if (loading.isFollowed || !loader.isCurrent(loading) || url.getSearch() !== loading.search) return;
      follow(loading, new Promise((resolve) => drawn.set(loading, resolve)));
    },

    /** Show the screen of an address, as a callback of Dash. @param {string} search */
    showScreen(search) {
      const { trigger, states } = getCallbackContext();
      const loading = loader.loadFor(search, trigger);
      const isDrawn = drawn.has(loading);
      if (url.hasStart(search)) screenView.showLoading({ isDrawn });
      if (isDrawn) drawn.get(loading)?.(states);
      else follow(loading, states);
      setTimeout(hideSkeleton, SKELETON_MS);
    },

    /** Load the present address in another mode. @param {ReadMode} mode */
    reload(mode) {
      if (mode !== "stop" && url.hasStart()) screenView.showLoading();
      follow(loader.reload(mode), {});
    },
  };
}
