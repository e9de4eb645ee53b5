// Keeps with each entry of the history how its graph was laid out and seen, so that Back, Forward and a reload
// restore it.

/** @import { Drawing, SavedCamera, SavedTable } from "../types.d.ts" */

/** @typedef {ReturnType<typeof createHistoryState>} HistoryState */

/**
 * @param {Pick<History, "state" | "replaceState">} history
 * @param {() => string} [createId] returns a name for a new entry, unique in this browser
 */
export function createHistoryState(history, createId = () => String(performance.timeOrigin + performance.now())) {
  let shownLayout = "";
  /** @type {string | null} */
  let shownEntry = null;
  /** @type {SavedCamera | null} */
  let nextCamera = null;

  const update = (/** @type {object} */ change) => history.replaceState({ ...history.state, ...change }, "");

  return {
    /** Return the id of the layout to continue: this entry's own if it has one, else the one that is shown. */
    getPreviousLayout: () => /** @type {string} */ (history.state?.placement ?? shownLayout),

    /**
     * Note that this entry's graph is drawn now.
     *
     * @param {Pick<Drawing, "placement" | "start">} drawing
     */
    saveEntry({ placement, start }) {
      shownLayout = placement;
      if (!start) return;
      const entry = history.state?.entry ?? createId();
      shownEntry = entry;
      update({ entry, placement });
    },

    /**
     * Return the view that this entry had before; null if it has none, if it is the one that is shown, or if the
     * focus stands elsewhere now.
     *
     * @param {Pick<Drawing, "start" | "elements">} drawing
     * @returns {SavedCamera | null}
     */
    findSavedView({ start, elements }) {
      const { entry, camera: own } = history.state ?? {};
      const node = elements?.nodes.find(({ data }) => data.id === start);
      const camera = nextCamera ?? own;
      const isShown = entry === shownEntry && !nextCamera;
      nextCamera = null;
      if (!camera || !node || isShown) return null;
      const { x, y } = node.position;
      return Math.hypot(x - camera.focus.x, y - camera.focus.y) < 1 ? camera : null;
    },

    /** Return the view of this entry, once it has one. @returns {SavedCamera | null} */
    getCamera: () => history.state?.camera ?? null,

    /** Let the next graph be seen as a scene of a story was. @param {SavedCamera | null} camera */
    setNextCamera(camera) {
      nextCamera = camera;
    },

    /**
     * Save the view, unless the history has moved to another entry already.
     *
     * @param {SavedCamera} camera
     */
    saveCamera(camera) {
      if (history.state?.entry === shownEntry) update({ camera });
    },

    /**
     * @param {string} id
     * @returns {SavedTable}
     */
    getTable: (id) => history.state?.tables?.[id] ?? {},

    /**
     * @param {string} id
     * @param {SavedTable} change
     */
    saveTable(id, change) {
      const tables = history.state?.tables ?? {};
      update({ tables: { ...tables, [id]: { ...tables[id], ...change } } });
    },
  };
}
