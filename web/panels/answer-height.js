// Leaves the graph all room below the answer, and lets the reader divide the room. Styles cannot measure the answer; it
// is measured in whole pixels, because a canvas that begins at a fraction of one, as in a grid, is blurred.

import { createElement } from "../dom/create-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";

const KEY = "lineage-answer-height";
const getStorage = () => window.localStorage;
const LEAST = 96; // pixels that the answer keeps, and the picture
const STEP = 32; // pixels a key moves the edge

/**
 * Return a height within the stage.
 *
 * @param {number} height wanted, in pixels
 * @param {number} room of answer and picture together
 */
export const limitHeight = (height, room) => Math.round(Math.max(LEAST, Math.min(height, room - LEAST)));

/** @param {HTMLElement} answer */
function createHandle(answer) {
  const stage = /** @type {HTMLElement} */ (answer.parentElement);
  const handle = createElement("div", "answer-handle");
  handle.tabIndex = 0;
  handle.setAttribute("aria-valuenow", String(answer.offsetHeight));
  handle.title = "Drag to resize, or use the arrow keys";
  for (const [name, value] of Object.entries({
    role: "separator",
    orientation: "horizontal",
    label: "Resize the answer",
  }))
    handle.setAttribute(name === "role" ? name : `aria-${name}`, value);

  /** @param {number} height */
  function setHeight(height) {
    const limited = limitHeight(height, stage.clientHeight - answer.offsetTop);
    stage.style.setProperty("--answer-limit", `${limited}px`);
    writeStoredJson(getStorage, KEY, limited);
  }

  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    setHeight(event.clientY - answer.getBoundingClientRect().top);
  });
  handle.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowDown") setHeight(answer.offsetHeight + STEP);
    if (key === "ArrowUp") setHeight(answer.offsetHeight - STEP);
  });
  const stored = readStoredJson(getStorage, KEY, 0);
  if (stored) setHeight(stored);
  answer.after(handle);
  return handle;
}

export function watchAnswerHeight() {
  /** @type {HTMLElement | undefined} */
  let handle;
  const observer = new ResizeObserver(([{ target }]) => {
    const answer = /** @type {HTMLElement} */ (target);
    answer.parentElement?.style.setProperty("--answer", `${answer.offsetHeight}px`);
    handle?.setAttribute("aria-valuenow", String(answer.offsetHeight));
  });
  document.addEventListener("lineage-inserted", ({ target }) => {
    if (!(target instanceof HTMLElement) || target.id !== "answer") return;
    handle ??= createHandle(target);
    observer.observe(target);
  });
}
