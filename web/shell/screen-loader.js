// Load what an address asks and show it: the graph first, and only then the rest of the page.
// A large answer comes in parts, each requested when the one before is drawn.

import { getCallbackContext, setProps } from "../data/dash.js";
import { putMarkup } from "../data/markup.js";
import {
  endRequest,
  fetchMore,
  isAbort,
  isCurrent,
  pause,
  requestScreen,
  setStopped,
} from "../data/screen-request.js";
import { drawGraph } from "../graph/graph-view.js";
import { updateBreadcrumbs } from "../panels/breadcrumbs.js";
import { awaitDetails } from "../panels/details.js";
import { showProgress } from "../panels/reading-progress.js";
import { rememberStart } from "../panels/start-box.js";
import { findSavedView, saveEntry } from "../state/history-state.js";
import { hasStart } from "../state/url.js";
import { reportOffline } from "./offline-notice.js";
import { hideSkeleton } from "./skeleton.js";

const TRANSIENT_PROPS = ["lineage.data-state", "lineage.aria-busy"]; // these change while a screen is read
/** @type {Record<string, string>} */
const MODES = { asked: "anew", retry: "again" }; // what triggers a screen, and the mode of its reading
/** @type {Record<string, string>} */
const BUTTONS = { stop: "stop", "read-on": "on", refresh: "anew" };
const SOON_MS = 100; // an answer that was under way for so long while the page was made is mostly there
const NAMES_MS = 100; // between a graph and the question for its names: cards glide meanwhile

/** @typedef {import("../types.js").ScreenPayload} ScreenPayload @typedef {import("../types.js").Drawing} Drawing */

/** @type {Map<string, string>} */
const shownProps = new Map();

/** Pass on what differs from what is shown. Markup stands at once; Dash gets the rest.
 * @param {Record<string, any>} props by "id.property"
 * @param {Record<string, unknown>} states what the controls show now */
function passProps(props, states) {
  const changed = new Map();
  for (const [place, value] of Object.entries(props)) {
    const text = JSON.stringify(value);
    const now = place in states ? JSON.stringify(states[place] ?? null) : shownProps.get(place);
    shownProps.set(place, text);
    if (text === now && !TRANSIENT_PROPS.includes(place)) continue;
    const [id, property] = place.split(".");
    if (property === "html") putMarkup(id, value);
    else changed.set(id, { ...changed.get(id), [property]: value });
  }
  for (const [id, values] of changed) setProps(id, values);
}

/** @param {string} search */
function showLoading(search) {
  if (!hasStart(search)) return;
  setProps("lineage", { "data-state": "loading", "aria-busy": "true" });
  if (document.querySelector("#hits > *")) setProps("hits", { children: [] });
}

/** The data of the focus's card; empty on the first screen.
 * @param {Drawing} drawing @returns {Partial<import("../types.js").NodeData>} */
const getFocusData = ({ start, elements }) =>
  elements?.nodes.find(({ data }) => data.id === start)?.data ?? {};

/** Let the window, the list of former starts and the keyboard follow the focus.
 * @param {Drawing} drawing */
function followFocus(drawing) {
  const { start } = drawing,
    { title: name, subtitle = "", type_title: type = "" } = getFocusData(drawing);
  if (name) {
    rememberStart(start, name);
    updateBreadcrumbs(start, name, subtitle || type);
  }
  document.title = [name, "Lineage Explorer"].filter(Boolean).join(" · ");
  if (document.activeElement === document.body)
    document.getElementById("lineage")?.focus({ preventScroll: true });
}

const listPanels = () =>
  ["answer", "table", "between"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));

/** Make panels of another focus inert: their links lead nowhere while they do not belong to the graph.
 * @param {Drawing} drawing */
function closePanels(drawing) {
  const { title = "", type_title: type = "" } = getFocusData(drawing);
  awaitDetails(drawing.start, title, type);
  for (const panel of listPanels()) panel.inert = panel.dataset.arn !== drawing.start;
}

/** @param {Drawing} [drawing] */
function openPanels(drawing) {
  for (const panel of listPanels()) {
    panel.inert = false;
    if (drawing) panel.dataset.arn = drawing.start;
  }
}

/** @typedef {import("../data/screen-request.js").ScreenRequest} ScreenRequest */

/** Replace the address by that of the entity that its start stands for.
 * @param {string} search */
function replaceAddress(search) {
  window.history.replaceState(window.history.state, "", search);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as Dash's own links do
}

/** Show one answer; false if the reader went on meanwhile.
 * @param {ScreenRequest} request @param {ScreenPayload} payload @param {Record<string, unknown>} states */
async function showScreen(request, { drawing, shown, progress, moved }, states) {
  if (!isCurrent(request)) return false;
  if (moved) replaceAddress(moved);
  if (drawing) {
    closePanels(drawing);
    await drawGraph(drawing, findSavedView(drawing));
  }
  if (!isCurrent(request)) return false;
  if (drawing) saveEntry(drawing);
  showProgress(progress, (performance.now() - request.began) / 1000);
  passProps(shown, states);
  openPanels(drawing);
  hideSkeleton();
  if (drawing) followFocus(drawing);
  return true;
}

/** Show the answers to a request until all is read and named.
 * @param {ScreenRequest} request @param {Record<string, unknown>} states */
async function followRequest(request, states) {
  let pagesShown = 0,
    current = states;
  try {
    for (let payload = await request.sent; await showScreen(request, payload, current); ) {
      current = {}; // what the controls show now was passed on, or typed since
      pagesShown = payload.drawing?.pages ?? pagesShown;
      if (payload.progress?.more) payload = await fetchMore(request, "on", pagesShown);
      else if (payload.named) break;
      else {
        await pause(NAMES_MS);
        payload = await fetchMore(request, request.mode === "stop" ? "stop" : "names", 0);
      }
    }
  } catch (error) {
    if (!isAbort(error)) reportOffline();
  } finally {
    endRequest(request);
  }
}

/** Show the screen of an address; Dash calls it when the address changes.
 * @param {string} search */
export function showAddress(search) {
  const { triggered_id: trigger, states } = getCallbackContext();
  const mode = MODES[trigger];
  if (mode) setStopped(null);
  showLoading(search);
  followRequest(requestScreen(search, mode), states);
  setTimeout(hideSkeleton, SOON_MS);
}

/** @param {string} mode */
function readAgain(mode) {
  const { search } = window.location;
  setStopped(mode === "stop" ? search : null);
  if (mode !== "stop") showLoading(search);
  followRequest(requestScreen(search, mode), {});
}

/** Stop, continue and repeat the reading by the buttons of the page. */
export function registerReadingButtons() {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    const mode = button && BUTTONS[button.id];
    if (mode) readAgain(mode);
  });
}
