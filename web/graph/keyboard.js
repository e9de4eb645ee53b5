// Keyboard of the canvas: arrows move along associations, Enter focuses.

import { focusOn } from "../data/navigation.js";
import { findClosest, getContainer } from "../state/elements.js";
import { orientation } from "../state/orientation.js";
import { collapse, expand } from "./expand-collapse.js";
import { hideTooltip, showTooltip } from "./tooltip.js";

const COLUMN = 40; // cards whose centres are no further apart stand in one column
const KEYS = "Arrow keys walk along associations, Enter makes a card the focus, question mark lists all keys";

const compareDistance = (node) => {
  const { x, y } = node.position(),
    far = (other) => Math.hypot(other.position().x - x, other.position().y - y);
  return (a, b) => far(a) - far(b);
};

/* Along associations, nearest first; but back the way one came. */
function findNeighbor(node, neighbours, previous) {
  const others = neighbours.not(node);
  return previous && others.has(previous) ? previous : others.toArray().sort(compareDistance(node))[0];
}

function findInColumn(node, sign) {
  const { along: way, across } = orientation,
    here = node.position();
  const further = (other) =>
    Math.abs(way(other.position()) - way(here)) < COLUMN &&
    (across(other.position()) - across(here)) * sign > 0;
  return node.cy().nodes().filter(further).toArray().sort(compareDistance(node))[0];
}

const findStart = (cy) => cy.nodes(".start")[0] ?? cy.nodes()[0];

/* Told for a picture that flows to the right; in one that flows down, down leads on and right leads aside. */
const STEPS = {
  ArrowLeft: (node, previous) => findNeighbor(node, node.incomers("node"), previous),
  ArrowRight: (node, previous) => findNeighbor(node, node.outgoers("node"), previous),
  ArrowUp: (node) => findInColumn(node, -1),
  ArrowDown: (node) => findInColumn(node, 1),
  Home: (node) => findStart(node.cy()),
};
const LOOKS = { "+": "in", "-": "out", 0: "fit" };

const invitation = { start: "This is the focus", group: "Enter opens it" };

/* "ContributedTo: Data set train.csv, 2 in, 3 out": what one came along, and where one came to. */
export function describeCard(node, previous) {
  const { association, via } = (previous && previous !== node && previous.edgesWith(node).data()) || {},
    way = via ?? association;
  const { type_title: type, title, subtitle, role } = node.data();
  const what = title.startsWith(type) ? title : `${type} ${title}`;
  const edges = `${node.incomers("edge").length} in, ${node.outgoers("edge").length} out`;
  return `${way ? `${way}: ` : ""}${[what, subtitle, role === "start" && "the focus", edges].filter(Boolean).join(", ")}`;
}

export function addKeyboard(cy, { show, getSelected }, { pickEnd, cancel }, { announce, moveTo }) {
  const canvas = getContainer(cy);
  let previous = null,
    last = null,
    isTapped = false;

  async function walkTo(node) {
    if (!node) return;
    previous = getSelected();
    announce(describeCard(node, previous));
    await show(node);
    if (getSelected() !== node || document.activeElement !== canvas) return; // one went on
    showTooltip(cy, node, invitation[node.data("role")] ?? "Enter makes it the focus");
  }

  /* Outline, light and tooltip go; where one was is kept for when one comes back. */
  function clearSelection() {
    last = getSelected() ?? last;
    show(null);
    hideTooltip(cy);
  }

  function handleKey(event) {
    const here = getSelected(),
      apart = event.ctrlKey || event.metaKey,
      step = STEPS[orientation.mapKey(event.key)];
    if (event.altKey || (apart && event.key !== "Enter")) return false;
    if (step) walkTo(here ? step(here, previous) : findStart(cy));
    else if (event.key in LOOKS) moveTo(LOOKS[event.key]);
    else if (event.key === "Enter" && here)
      apart || !pickEnd(here) ? focusOn(here.id(), apart) : clearSelection();
    else if (event.key.toLowerCase() === "p" && here) pickEnd(here, true) || focusOn(here.id());
    else if (event.key === "e" && here) expand(here);
    else if (event.key === "E" && here) collapse(here);
    else if (event.key === "Escape" && cancel()) return true;
    else if (event.key === "Escape" && here) clearSelection();
    else return false;
    return true;
  }

  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", `Picture of the lineage. ${KEYS}`);
  canvas.addEventListener("keydown", (event) => {
    if (!handleKey(event)) return;
    event.preventDefault();
    event.stopPropagation(); // Ctrl+Enter elsewhere runs the query
  });
  canvas.addEventListener("focus", () => {
    if (isTapped || !canvas.matches(":focus-visible") || cy.nodes().empty()) return;
    walkTo(getSelected() ?? (last && !last.removed() ? last : findStart(cy)));
  });
  canvas.addEventListener("blur", ({ relatedTarget }) => {
    if (!findClosest(relatedTarget, ".find, .outline, .menu")) clearSelection();
    else hideTooltip(cy);
  });
  cy.on("tap", () => {
    // from here the keys lead on; the pointer is where it is
    isTapped = true;
    canvas.focus({ preventScroll: true });
    isTapped = false;
  });

  /* Focus the canvas, at a card or where one was. */
  return {
    focusCanvas: (node) => {
      last = node ?? last;
      canvas.focus({ preventScroll: true });
    },
  };
}
