// Entry of the explorer's page: registers what the page does, and requests its first screen.

import { createExplorer } from "./create-explorer.js";
import { registerFunctions } from "./data/dash.js";
import { registerMarkupLinks } from "./data/markup.js";
import { setViewOption } from "./data/navigation.js";
import { requestScreen } from "./data/screen-request.js";
import { prepareCanvas, setFeatures } from "./graph/graph-view.js";
import { observeAnswerHeight } from "./panels/answer-height.js";
import { showDetails } from "./panels/details.js";
import { registerLegend } from "./panels/legend.js";
import { watchAge } from "./panels/reading-progress.js";
import { registerStartBox } from "./panels/start-box.js";
import { registerTableSort } from "./panels/table-sort.js";
import { installIcons } from "./shell/icons.js";
import { watchServer } from "./shell/offline-notice.js";
import { openPanel, registerPanelToggles } from "./shell/panel-toggles.js";
import { registerReadingButtons, showAddress } from "./shell/screen-loader.js";
import { registerShortcuts } from "./shell/shortcuts.js";
import { startSkeleton } from "./shell/skeleton.js";
import { startRedactionMode } from "./state/redaction-mode.js";
import { hasStart } from "./state/url.js";

/** Say a text to screen readers.
 * @param {string} text */
function announce(text) {
  const region = document.getElementById("spoken");
  if (region) region.textContent = text;
}

/** Try another direction as soon as it is chosen, with all else that the form holds.
 * @param {string} direction */
function previewDirection(direction) {
  const { search } = window.location,
    asked = new URLSearchParams(search);
  const current = asked.get("direction") ?? "UpAndDown";
  if (hasStart(search) && !asked.has("question") && current !== direction)
    document.getElementById("run")?.click();
}

installIcons();
startRedactionMode();
watchServer();
registerPanelToggles();
registerMarkupLinks();
registerReadingButtons();
registerShortcuts();
registerStartBox(openPanel);
registerLegend(announce);
registerTableSort();
observeAnswerHeight();
watchAge();
registerFunctions({
  previewDirection,
  setColorMode: (/** @type {string} */ mode) => setViewOption("lens", mode),
  setLineStyle: (/** @type {string} */ style) => setViewOption("edges", style),
  setView: (/** @type {string} */ view) => setViewOption("view", view),
  showAddress: (/** @type {string} */ search) => {
    showAddress(search); // returns nothing: Dash would take a promise for an output
  },
  showDetails,
});
setFeatures((cy) => createExplorer({ cy, announce }));
requestScreen(window.location.search); // under way while the rest of the page is made
startSkeleton();
requestIdleCallback(prepareCanvas); // while the first screen is read
