// Starts the explorer's page: requests the first screen at once, and wires the modules while Dash is on its way.

/** @import { ReadMode } from "./types.d.ts" */
/** @import { Canvas } from "./graph/graph-view.js" */
import { createNeighborCounts } from "./data/neighbor-counts.js";
import { downloadPage } from "./data/page-download.js";
import { createScreenLoader } from "./data/screen-loader.js";
import { createExpansion } from "./graph/expand-collapse.js";
import { createExpansionBadges } from "./graph/expansion-badges.js";
import { createGraphView } from "./graph/graph-view.js";
import { clearHighlight, highlightRelatives } from "./graph/highlight.js";
import { createKeyboardNavigation } from "./graph/keyboard-navigation.js";
import { createMinimap } from "./graph/minimap.js";
import { createOrientation } from "./graph/orientation.js";
import { wirePointer } from "./graph/pointer.js";
import { rememberCamera } from "./graph/remember-camera.js";
import { revealPaths } from "./graph/reveal-paths.js";
import { createStageHeadings } from "./graph/stage-headings.js";
import { createTooltip } from "./graph/tooltip.js";
import { watchAnswerHeight } from "./panels/answer-height.js";
import { createBreadcrumbs } from "./panels/breadcrumbs.js";
import { showDetails } from "./panels/details.js";
import { createFind } from "./panels/find.js";
import { addFindBar } from "./panels/find-bar.js";
import { wireLegend } from "./panels/legend.js";
import { wireMarkupLinks } from "./panels/markup.js";
import { createMenu } from "./panels/menu.js";
import { listCanvasItems, listCardItems } from "./panels/menu-items.js";
import { createOutline } from "./panels/outline.js";
import { createPathPicker } from "./panels/path-picker.js";
import { watchReadAge } from "./panels/progress-bar.js";
import { createStartBox } from "./panels/start-box.js";
import { wireTableSort } from "./panels/table-sort.js";
import { getCallbackContext, registerClientsideFunctions, setProps } from "./shell/dash.js";
import { defineIcons } from "./shell/icons.js";
import { showError, showOffline, watchDashRequests } from "./shell/offline-notice.js";
import { createPanelLayout } from "./shell/panel-layout.js";
import { preparePrint } from "./shell/print.js";
import { createScreenView } from "./shell/screen-view.js";
import { announce, wireActions, wireAnswerToggles, wireButtons, wireKeyList, wireRunKey } from "./shell/shortcuts.js";
import { createSkeleton } from "./shell/skeleton.js";
import { createHistoryState } from "./state/history-state.js";
import { createNavigation } from "./state/navigation.js";
import { createRedactionMode } from "./state/redaction-mode.js";
import { createSelection } from "./state/selection.js";
import { createUrl, readUrlGrammar } from "./state/url.js";

const SKELETON_MS = 100; // an answer that was under way while the page was made is mostly there by then
/** @type {Record<string, string>} */
const INVITATIONS = { start: "This is the focus", group: "Click to open it" };

function createExplorer() {
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

  const orientation = createOrientation((isDown) => {
    document.getElementById("flow")?.setAttribute("aria-pressed", String(isDown));
  });
  const neighborCounts = createNeighborCounts(url);
  const graph = createGraphView({ orientation, wireFeatures });
  const navigation = createNavigation({
    url,
    requestScreen: loader.load,
    setSearch: (search) => setProps("address", { search }),
    isOnPath: graph.isOnPath,
  });

  /** Wire what the explorer offers on a canvas. @param {Canvas} canvas */
  function wireFeatures({ cy, camera }) {
    const tooltip = createTooltip(cy, (role) => INVITATIONS[role] ?? "Click to make it the focus");
    const pathPicker = createPathPicker(cy, { url, go: navigation.go, announce });
    wirePointer(cy, {
      tooltip,
      onClick(node, event) {
        if (pathPicker.pick(node, event?.shiftKey)) return;
        navigation.focus(node.id(), event?.ctrlKey || event?.metaKey);
      },
    });
    createStageHeadings(cy, orientation);
    preparePrint(cy);
    createMinimap(cy, camera);
    const selection = createSelection(cy, {
      highlight: highlightRelatives,
      clearHighlight: () => clearHighlight(cy),
      reveal: camera.revealNode,
    });
    addFindBar(/** @type {HTMLElement} */ (cy.container()?.parentElement));
    const expansion = createExpansion(cy, { url, navigation, camera, tooltip, announce });
    const { focusCanvas } = createKeyboardNavigation(cy, {
      selection,
      orientation,
      tooltip,
      expansion,
      pathPicker,
      focus: navigation.focus,
      look: graph.look,
      announce,
    });
    const find = createFind(cy, { selection, orientation, onClose: focusCanvas });
    createOutline(cy, { selection, orientation, navigation });
    revealPaths(cy, camera, url.getPathsKey);
    rememberCamera(cy, camera, history.saveCamera);
    const actions = { navigation, expansion, pathPicker, look: graph.look, openFind: find.open, copy: copyText };
    createMenu(cy, {
      listItems: (node) => (node ? listCardItems(node, actions) : listCanvasItems(actions)),
      selection,
      tooltip,
      focusCanvas,
      loadCounts: neighborCounts.loadCounts,
    });
    createExpansionBadges(cy, { expansion, orientation, ...neighborCounts });
    document.getElementById("look-for")?.addEventListener("click", find.open);
  }

  const keySuffix = redaction.isRedacted ? "-shared" : ""; // real names and pseudonyms are kept apart
  const breadcrumbs = createBreadcrumbs({
    key: `lineage-trail${keySuffix}`,
    go: navigation.go,
    getSearch: url.getSearch,
  });
  const { openPanel } = createPanelLayout({ fitGraph: () => graph.look("present") });
  const startBox = createStartBox({
    key: `lineage-starts${keySuffix}`,
    setTypedText: (text) => setProps("typed", { data: text }),
    linkTo: navigation.linkTo,
    focus: navigation.focus,
    openPanel: () => openPanel("left"),
  });
  const skeleton = createSkeleton({ url, loadScreen: (search) => loader.load(search).first, setProps });
  const screenView = createScreenView({
    draw: graph.draw,
    history,
    setProps,
    breadcrumbs,
    startBox,
    hideSkeleton: skeleton.hide,
  });

  /** @type {import("./data/screen-loader.js").RenderScreen} */
  const renderScreen = (screen, loading, states) =>
    screenView.show(screen, states, {
      startedAt: loading.startedAt,
      isCurrent: () => loader.isCurrent(loading),
    });

  /** Show the screen of an address. @param {string} search */
  function showScreen(search) {
    const { trigger, states } = getCallbackContext();
    if (url.hasStart(search)) screenView.showLoading();
    loader.follow(loader.loadFor(search, trigger), states, renderScreen);
    setTimeout(skeleton.hide, SKELETON_MS);
  }

  /** Load the address again: stop, go on, or read everything again. @param {ReadMode} mode */
  function reload(mode) {
    if (mode !== "stop" && url.hasStart()) screenView.showLoading();
    loader.follow(loader.reload(mode), {}, renderScreen);
  }

  /** Show the graph differently; the first screen has none. @param {string} search */
  function changeView(search) {
    if (url.hasStart()) navigation.go(search);
  }

  /** @param {HTMLButtonElement} button */
  async function savePage(button) {
    button.disabled = true;
    try {
      await downloadPage(url.getSearch(), history.getPreviousLayout());
    } catch (error) {
      showError(setProps, "The page could not be saved", error instanceof Error ? error.message : String(error));
    } finally {
      button.disabled = false;
    }
  }

  defineIcons();
  watchDashRequests(() => showOffline(setProps));
  watchAnswerHeight();
  watchReadAge();
  wireMarkupLinks(navigation.go);
  wireLegend({ url, go: navigation.go, announce });
  wireTableSort(history);
  wireButtons(graph.look);
  wireAnswerToggles();
  wireRunKey();
  wireKeyList();
  wireActions({
    ".notice .close": () => setProps("notice", { children: [] }),
    "#flow": () => navigation.go(url.withOrientation(orientation.isDown() ? "right" : "down")),
    "#save": savePage,
    "#stop": () => reload("stop"),
    "#read-on": () => reload("on"),
    "#refresh": () => reload("anew"),
  });
  registerClientsideFunctions({
    showScreen: (search) => showScreen(search),
    showDetails: (details) => showDetails(details, { linkTo: navigation.linkTo, isOnPath: graph.isOnPath }),
    /** Ask in another direction as soon as it is chosen, with all else that the form holds. */
    previewDirection(direction) {
      if (!url.hasStart() || url.hasQuestion() || url.getDirection() === direction) return;
      document.getElementById("run")?.click();
    },
    setColorMode: (mode) => changeView(url.withColorMode(mode)),
    setLineStyle: (style) => changeView(url.withLineStyle(style)),
    setView: (view) => changeView(url.withView(view)),
  });
  skeleton.show();
  requestIdleCallback(graph.prepare); // while the first screen is read
}

/** @param {string} text @param {string} what */
function copyText(text, what) {
  navigator.clipboard.writeText(text);
  announce(`${what} copied`);
}

createExplorer();
