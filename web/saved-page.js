// Entry of a saved page: draws the graph that the file contains, and says on the main region what was drawn.

import { announceDrawn, createSavedPage } from "./create-saved-page.js";
import { drawGraph, setFeatures } from "./graph/graph-view.js";
import { installIcons } from "./shell/icons.js";
import { registerSavedPageButtons } from "./shell/saved-page-buttons.js";

/** @type {import("./types.js").SavedDrawing} */
const drawing = JSON.parse(document.getElementById("drawing")?.textContent ?? "{}");

installIcons();
window.cytoscape({
  container: document.getElementById("graph"),
  layout: { name: "preset", fit: false },
  autoungrabify: true,
  boxSelectionEnabled: false,
  minZoom: 0.05,
  maxZoom: 3,
});
registerSavedPageButtons({ canCenter: Boolean(drawing.start) });
setFeatures(createSavedPage);
drawGraph(drawing).then(() => announceDrawn(drawing));
