// Starts the explorer's page: requests the first screen at once, and wires the modules while Dash is on its way.

import { listControls } from "./controls/list-controls.js";
import { createResponseLoader } from "./data/describe-responses.js";
import { createNeighborCounts } from "./data/neighbor-counts.js";
import { createScreenLoader } from "./data/screen-loader.js";
import { createGraphView } from "./graph/graph-view.js";
import { createOrientation } from "./graph/orientation.js";
import { wireAcceptedFindings } from "./panels/accepted-findings.js";
import { watchAnswerHeight } from "./panels/answer-height.js";
import { createBreadcrumbs } from "./panels/breadcrumbs.js";
import { wireDateFields } from "./panels/date-fields.js";
import { wireDayForm } from "./panels/day-form.js";
import { peekDetails, showDetails } from "./panels/details.js";
import { wireExportMenu } from "./panels/export-menu.js";
import { createGroupList } from "./panels/group-list.js";
import { createHomeLists } from "./panels/home-lists.js";
import { wireImpact } from "./panels/impact.js";
import { wireLegend } from "./panels/legend.js";
import { wireMarkupForms, wireMarkupLinks } from "./panels/markup.js";
import { wirePopupMenus } from "./panels/popup-menus.js";
import { watchReadAge } from "./panels/progress-bar.js";
import { wirePropertyOffers } from "./panels/property-offers.js";
import { wireQueryChips } from "./panels/query-chips.js";
import { wireResponses } from "./panels/responses.js";
import { createStartBox } from "./panels/start-box.js";
import { wireStory } from "./panels/story-strip.js";
import { wireTableSort } from "./panels/table-sort.js";
import { wireTimeline } from "./panels/timeline.js";
import { createColorScheme } from "./shell/color-scheme.js";
import { registerClientsideFunctions, registerControls, setProps } from "./shell/dash.js";
import { defineIcons } from "./shell/icons.js";
import { showError, showOffline, showRefusal, watchDashRequests } from "./shell/offline-notice.js";
import { wireOpenFile } from "./shell/open-file.js";
import { createPanelLayout } from "./shell/panel-layout.js";
import { createScreenControls } from "./shell/screen-controls.js";
import { createScreenView } from "./shell/screen-view.js";
import { announce, wireActions, wireAnswerToggles, wireButtons, wireKeyList, wireRunKey } from "./shell/shortcuts.js";
import { createSkeleton } from "./shell/skeleton.js";
import { wireFeatures } from "./shell/wire-features.js";
import { createHistoryState } from "./state/history-state.js";
import { createNavigation } from "./state/navigation.js";
import { createRedactionMode } from "./state/redaction-mode.js";
import { createUrl, readUrlGrammar } from "./state/url.js";

/** @import { Loading } from "./data/screen-loader.js" */
/** @typedef {ReturnType<typeof createState>} State */
/** @typedef {ReturnType<typeof createGraph>} Graph */
/** @typedef {ReturnType<typeof createScreens>} Screens */

/** Create what the address and the history say, and request the first screen. */
function createState() {
  const url = createUrl(readUrlGrammar(), window.location);
  const redaction = createRedactionMode(url);
  const history = createHistoryState(window.history);
  const loader = createScreenLoader({
    url,
    getPreviousLayout: history.getPreviousLayout,
    isLeaving: redaction.isLeaving,
    onUnreachable: () => showOffline(setProps),
  });
  loader.load(url.getSearch());
  return { url, history, loader, keySuffix: redaction.isRedacted ? "-shared" : "" };
}

/**
 * Create the graph, and the navigation that knows what is drawn.
 *
 * @param {State} state
 * @param {(loading: Loading) => void} drawAtOnce draws an answer that is there
 */
function createGraph({ url, history, loader }, drawAtOnce) {
  const orientation = createOrientation((isDown) => {
    document.getElementById("flow")?.setAttribute("aria-pressed", String(isDown));
  });
  const neighborCounts = createNeighborCounts(url);
  const view = createGraphView({
    orientation,
    wireFeatures: (canvas) =>
      wireFeatures(canvas, {
        url,
        navigation,
        history,
        orientation,
        look: view.look,
        neighborCounts,
        showDetails: peek,
      }),
  });

  const panels = createPanelLayout({ fitGraph: () => view.look("present"), hasStart: url.hasStart() });

  /** Request the details of an entity; those of the focus belong to the address. @param {string} arn */
  function requestDetails(arn) {
    const isFocus = arn === document.getElementById("details")?.dataset.focus;
    setProps("peek", { data: isFocus ? url.getSearch() : navigation.linkTo(arn) });
  }

  /** Show the details of a card that does not become the focus. @param {import("cytoscape").NodeSingular} node */
  function peek(node) {
    panels.openPanel("right");
    const { id, title, type_title } = node.data();
    peekDetails({ arn: id, name: title, title: type_title });
    requestDetails(id);
  }

  const groupList = createGroupList({
    url,
    getGraph: view.getGraph,
    openInPlace: (id) => navigation.go(navigation.linkTo(id)),
  });
  const navigation = createNavigation({
    url,
    listGroup: groupList.show,
    requestScreen: (search) => {
      const loading = loader.load(search);
      return loading.isAnswered ? () => drawAtOnce(loading) : null;
    },
    prefetchScreen: loader.prefetch,
    markFocus: view.markFocus,
    setSearch: (search) => setProps("address", { search }),
    isOnPath: view.isOnPath,
  });
  return { view, navigation, orientation, panels, requestDetails };
}

/**
 * Create what shows screens; real names and pseudonyms are kept apart in the browser's storage.
 *
 * @param {State} state
 * @param {Graph} graph
 */
function createScreens({ url, history, loader, keySuffix }, { view, navigation, panels }) {
  const { go, focus, linkTo } = navigation;
  const { openPanel, openSearch, showError, followPicture } = panels;
  wireQueryChips(openPanel);
  wireAcceptedFindings(`lineage-accepted${keySuffix}`);
  const startsKey = `lineage-starts${keySuffix}`;
  const homeLists = createHomeLists({ startsKey, pinsKey: `lineage-pins${keySuffix}`, linkTo });
  const skeleton = createSkeleton({
    url,
    loadScreen: (search, show) => loader.readAhead(loader.load(search), show),
    fillLists: homeLists.fill,
    setProps,
  });
  const screenView = createScreenView({
    draw: view.draw,
    history,
    setProps,
    breadcrumbs: createBreadcrumbs({ key: `lineage-trail${keySuffix}`, go, getSearch: url.getSearch }),
    startBox: createStartBox({
      key: startsKey,
      setTypedText: (text) => setProps("typed", { data: text }),
      linkTo,
      focus,
      openSearch,
    }),
    hideSkeleton: skeleton.hide,
    fillLists: homeLists.fill,
    followPicture,
    showError,
  });
  const controls = createScreenControls({
    url,
    loader,
    screenView,
    hideSkeleton: skeleton.hide,
    unmarkFocus: view.unmarkFocus,
  });
  return { ...controls, skeleton };
}

/**
 * Wire links, buttons and keys of the whole page.
 *
 * @param {State} state
 * @param {Graph} graph
 * @param {Screens} screens
 */
function wirePage({ url, history, keySuffix }, graph, { reload }) {
  const { view, orientation, requestDetails } = graph;
  const { go, focus, prefetch } = graph.navigation;
  watchAnswerHeight();
  watchReadAge();
  wireMarkupLinks({ go, onRest: prefetch });
  wireMarkupForms({ go, formatFields: url.formatFields });
  wireDayForm({ go, formatFields: url.formatFields });
  wireLegend({ url, go, announce });
  wireTableSort(history);
  wireTimeline({ url, go, focus });
  wireImpact(announce);
  wireDateFields(setProps);
  wirePropertyOffers({
    getSearch: url.getSearch,
    readOffers: (search) => setProps("property-focus", { data: search }),
  });
  wireResponses(createResponseLoader(url));
  wireButtons(view.look);
  wireAnswerToggles();
  wireRunKey();
  wireKeyList();
  wirePopupMenus();
  wireExportMenu({ url, history, announce, showError: (title, detail) => showError(setProps, title, detail) });
  wireStory({
    key: `lineage-story${keySuffix}`,
    names: url.isRedacted() ? "hidden" : "real",
    getSearch: url.getSearch,
    show: (search, camera) => {
      history.setNextCamera(camera);
      go(search);
    },
    readCamera: history.getCamera,
    announce,
    showError: (title, detail) => showError(setProps, title, detail),
  });
  wireOpenFile({
    isRedacted: url.isRedacted,
    showError: (title, detail) => showRefusal(setProps, title, detail),
    announce,
  });
  wireActions({
    ".notice .close": () => setProps("notice", { children: [] }),
    "#flow": () => go(url.withOrientation(orientation.isDown() ? "right" : "down")),
    "[data-peek]": ({ dataset }) => {
      peekDetails({ arn: dataset.peek ?? "", name: "", title: "" });
      requestDetails(dataset.peek ?? "");
    },
    "#theme": createColorScheme(),
    "#stop": () => reload("stop"),
    "#read-on": () => reload("on"),
    "#refresh": () => reload("anew"),
  });
}

/**
 * Register the functions that callbacks of Dash run in the browser.
 *
 * @param {State} state
 * @param {Graph} graph
 * @param {Screens} screens
 */
function registerCallbacks({ url }, { view, navigation, requestDetails }, { showScreen }) {
  const { go, linkTo } = navigation;
  /** Show the graph differently; the first screen has none. @param {string} search */
  function changeView(search) {
    if (url.hasStart()) go(search);
  }

  registerClientsideFunctions({
    showScreen: (search) => showScreen(search),
    showDetails: (details) => showDetails(details, { linkTo, isOnPath: view.isOnPath, requestAgain: requestDetails }),
    offerProperties: (offers) => setProps("property", { data: offers }),
    /** Ask in another direction as soon as it is chosen, with all else that the form holds. */
    previewDirection(direction) {
      if (!url.hasStart() || url.hasQuestion() || url.getDirection() === direction) return;
      document.getElementById("run")?.click();
    },
    setColorMode: (mode) => changeView(url.withColorMode(mode)),
    setLineStyle: (style) => changeView(url.withLineStyle(style)),
    setView: (name) => changeView(url.withView(name)),
  });
}

function createExplorer() {
  const state = createState();
  registerControls(listControls());
  defineIcons();
  watchDashRequests(() => showOffline(setProps));
  const graph = createGraph(state, (loading) => screens.drawAtOnce(loading));
  const screens = createScreens(state, graph);
  wirePage(state, graph, screens);
  registerCallbacks(state, graph, screens);
  screens.skeleton.show();
  requestIdleCallback(graph.view.prepare); // while the first screen is read
}

createExplorer();
