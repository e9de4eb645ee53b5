// Everything that the explorer's canvas can do, wired together.

import { focusOn } from "./data/navigation.js";
import { trackExpansion } from "./graph/expand-collapse.js";
import { addExpansionBadges } from "./graph/expansion-badges.js";
import { bringIntoView, moveTo, releaseFit } from "./graph/graph-view.js";
import { addKeyboard } from "./graph/keyboard.js";
import { addMinimap } from "./graph/minimap.js";
import { createPathPicker } from "./graph/path-picker.js";
import { connectPointer } from "./graph/pointer.js";
import { revealPaths } from "./graph/reveal-paths.js";
import { createSelection } from "./graph/selection.js";
import { addSemanticZoom } from "./graph/semantic-zoom.js";
import { addStageHeadings } from "./graph/stage-headings.js";
import { describeClick } from "./graph/tooltip.js";
import { addFindBar, createFind } from "./panels/find.js";
import { addMenu } from "./panels/menu.js";
import { buildMenuItems } from "./panels/menu-items.js";
import { addOutline } from "./panels/outline.js";
import { addPrintImage } from "./shell/print.js";
import { trackHistory } from "./state/history-state.js";

/**
 * @param {object} page
 * @param {import("cytoscape").Core} page.cy
 * @param {(text: string) => void} page.announce Say a text to screen readers.
 */
export function createExplorer({ cy, announce }) {
  const pathPicker = createPathPicker(cy, announce);
  // Before the selection, which highlights again what the pointer clears when it leaves.
  connectPointer(cy, { focus: focusOn, describeClick, pickEnd: pathPicker.pickEnd });
  const selection = createSelection(cy, { releaseFit });
  addStageHeadings(cy);
  addSemanticZoom(cy);
  addPrintImage(cy);
  addMinimap(cy, { releaseFit });
  addFindBar(cy);
  const { focusCanvas } = addKeyboard(cy, selection, pathPicker, { announce, moveTo });
  const { open } = createFind(cy, selection, focusCanvas);
  addOutline(cy, selection);
  revealPaths(cy, bringIntoView);
  trackHistory(cy);
  addMenu(cy, buildMenuItems({ moveTo, announce, pathPicker }), selection, focusCanvas);
  trackExpansion(cy, announce);
  addExpansionBadges(cy);
  document.getElementById("look-for")?.addEventListener("click", open);
}
