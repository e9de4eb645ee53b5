// Shows a screen: the graph first, and only then the rest of the page, so that the graph need not wait.

/** @import { States } from "../data/screen-loader.js" */
/** @import { Drawing, NodeData, SavedCamera, Screen } from "../types.d.ts" */
/** @import { HistoryState } from "../state/history-state.js" */
/** @import { Breadcrumbs } from "../panels/breadcrumbs.js" */
/** @import { StartBox } from "../panels/start-box.js" */
import { createChangeFilter } from "../data/property-changes.js";
import { getElement, hasFocus } from "../dom/get-element.js";
import { awaitDetails, showKeyFacts } from "../panels/details.js";
import { insertMarkup } from "../panels/markup.js";
import { showProgress } from "../panels/progress-bar.js";
import { replaceAddress } from "./dash.js";

/** @typedef {ReturnType<typeof createScreenView>} ScreenView */

const PANELS = ["answer", "table", "document", "between"]; // no link of another focus can be pressed

/** Return the data of the focus's card. @param {Drawing} drawing @returns {Partial<NodeData>} */
const findFocusData = ({ start, elements }) => elements?.nodes.find(({ data }) => data.id === start)?.data ?? {};

/**
 * Return what a bookmark should say of the view: that it is a table, the question, which list of the account.
 *
 * @param {string} start
 */
function listViewTitles(start) {
  if (!start) return [document.querySelector("#welcome .browse h1")?.textContent ?? ""];
  const question = getElement("answer").querySelector(".eyebrow")?.textContent ?? "";
  const heading = getElement("document").querySelector("h2")?.textContent ?? "";
  return [heading, getElement("table").firstElementChild ? "Table" : "", question];
}

/** Return what a bookmark should say of the query: what differs from the usual one. */
const describeQuery = () =>
  [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#chips [data-said]"))]
    .map(({ dataset }) => dataset.said)
    .join(", ");

/** @param {Drawing} drawing */
function closePanels(drawing) {
  const { title = "", type_title: type = "" } = findFocusData(drawing);
  awaitDetails(drawing.start, title, type);
  for (const id of PANELS) {
    const panel = getElement(id);
    if (panel.firstChild) panel.inert = panel.dataset.arn !== drawing.start;
  }
}

/** Return the controls of the form that have an error to show. @param {Screen} screen */
const listFormErrors = ({ shown }) =>
  Object.entries(shown).flatMap(([name, value]) => (name.endsWith(".error") && value ? [name.split(".")[0]] : []));

/** @param {Drawing | null} drawing */
function openPanels(drawing) {
  for (const id of PANELS) {
    const panel = getElement(id);
    if (panel.inert) panel.inert = false;
    if (drawing) panel.dataset.arn = drawing.start;
  }
}

/**
 * @param {object} options
 * @param {(drawing: Drawing, savedView: SavedCamera | null) => Promise<void>} options.draw
 * @param {HistoryState} options.history
 * @param {(id: string, props: Record<string, unknown>) => void} options.setProps
 * @param {Breadcrumbs} options.breadcrumbs
 * @param {StartBox} options.startBox
 * @param {() => void} options.hideSkeleton
 * @param {(place: ParentNode) => void} options.fillLists fills what this reader pinned and saw last
 * @param {(start: string) => void} options.followPicture
 * @param {(isOfStart: boolean) => void} options.showError shows the form, which has an error
 */
export function createScreenView(options) {
  const { draw, history, setProps, breadcrumbs, startBox, hideSkeleton, fillLists, followPicture, showError } = options;
  const selectChanges = createChangeFilter();

  /** Let title, former starts, breadcrumbs and keyboard follow the focus. @param {Drawing} drawing */
  function followFocus(drawing) {
    const { title = "", subtitle = "", type_title: type = "" } = findFocusData(drawing);
    if (title) {
      const kind = subtitle || type;
      startBox.rememberStart({ arn: drawing.start, name: title, kind });
      breadcrumbs.addFocus(drawing.start, title, kind);
    }
    if (!drawing.start) fillLists(getElement("welcome"));
    const titles = [...listViewTitles(drawing.start), title, describeQuery(), "Lineage Explorer"];
    document.title = titles.filter(Boolean).join(" · ");
    if (!hasFocus(document.body)) getElement("lineage").focus({ preventScroll: true });
  }

  /**
   * Change what differs from what is shown; HTML stands at once, Dash gets the rest.
   *
   * @param {Screen} screen
   * @param {Record<string, unknown>} states
   */
  function changePage({ shown }, states) {
    const { html, props } = selectChanges(shown, states);
    for (const [id, text] of html) insertMarkup(id, text);
    if (html.has("key-facts")) showKeyFacts();
    for (const [id, values] of props) setProps(id, values);
  }

  return {
    /**
     * Show one screen. Returns false if another was requested meanwhile.
     *
     * @param {Screen} screen
     * @param {States} states awaited only once the graph is drawn
     * @param {{ startedAt: number, isCurrent: () => boolean }} loading
     */
    async show(screen, states, { startedAt, isCurrent }) {
      const { drawing, progress, moved } = screen;
      if (!isCurrent()) return false;
      if (moved) replaceAddress(moved);
      if (drawing) {
        closePanels(drawing);
        followPicture(drawing.start); // before it is drawn, because it is drawn for the room that there is
        await draw(drawing, history.findSavedView(drawing));
        if (!isCurrent()) return false;
        history.saveEntry(drawing);
      }
      const present = await states;
      if (!isCurrent()) return false;
      const errors = listFormErrors(screen);
      if (errors.length) showError(errors.every((id) => id === "start"));
      showProgress(progress, (performance.now() - startedAt) / 1000);
      changePage(screen, present);
      openPanels(drawing);
      hideSkeleton();
      if (drawing) followFocus(drawing);
      return true;
    },

    /**
     * Show that an address is being loaded.
     *
     * @param {{ isDrawn?: boolean }} [options] whether its graph is there already
     */
    showLoading({ isDrawn = false } = {}) {
      if (!isDrawn) setProps("lineage", { "data-state": "loading", "aria-busy": "true" });
      if (document.querySelector("#hits > *")) setProps("hits", { children: [] });
    },
  };
}
