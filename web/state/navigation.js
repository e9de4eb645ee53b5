// Changes the address: whatever changes what is shown goes through here.

/** @import { Url } from "./url.js" */

/** @typedef {ReturnType<typeof createNavigation>} Navigation */

/** @param {string} id */
export const isGroup = (id) => id.startsWith("group:");

/**
 * @param {object} options
 * @param {Url} options.url
 * @param {(search: string) => (() => void) | null} options.requestScreen requests the screen before the page knows the
 *     address; returns what draws it, if its answer is there already
 * @param {(search: string) => void} [options.prefetchScreen] requests the screen of an address that may follow
 * @param {(id: string) => void} options.markFocus shows at once which card becomes the focus, if it is drawn
 * @param {(search: string) => void} options.setSearch changes the page's address
 * @param {(id: string) => boolean} options.isOnPath
 * @param {(id: string) => boolean} [options.listGroup] lists a group that is too large to open; returns whether it does
 */
export function createNavigation(options) {
  const { url, requestScreen, prefetchScreen, markFocus, setSearch, isOnPath, listGroup = () => false } = options;

  /** @param {string} search */
  function go(search) {
    if (search === url.getSearch()) return;
    const draw = requestScreen(search);
    const start = url.getStart(search);
    if (!draw && start && start !== url.getStart()) markFocus(start);
    setSearch(search);
    draw?.();
  }

  /**
   * Return the address to which a card leads. A group is not a focus: it opens.
   *
   * @param {string} id
   */
  const linkTo = (id) => (isGroup(id) ? url.withOpenGroup(id) : url.withFocus(id, isOnPath(id)));

  /**
   * Follow the address of a card, in a new tab as a link would with Ctrl or Command.
   *
   * @param {string} id
   * @param {boolean} [inNewTab]
   */
  function focus(id, inNewTab = false) {
    if (inNewTab) window.open(window.location.pathname + linkTo(id), "_blank");
    else if (!isGroup(id) || !listGroup(id)) go(linkTo(id));
  }

  /** Prefetch the picture of another focus, to which a link or card may be followed. @param {string} search */
  function prefetch(search) {
    const start = url.getStart(search);
    if (start && start !== url.getStart() && url.isPicture(search)) prefetchScreen?.(search);
  }

  return { go, focus, linkTo, prefetch };
}
