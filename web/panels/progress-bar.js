// Shows how far reading has got, while it goes on or was stopped, and how long ago it ended.

import { describeAge, describeProgress } from "../data/read-wording.js";
/** @import { Progress } from "../types.d.ts" */
import { getElement } from "../dom/get-element.js";

const UPDATE_MS = 15_000;

/**
 * @param {Progress | null} progress null if nothing is being read
 * @param {number} seconds since it was requested
 */
export function showProgress(progress, seconds) {
  const bar = getElement("progress");
  bar.hidden = !progress;
  if (!progress) return;
  bar.classList.toggle("stopped", !progress.more);
  const text = bar.querySelector(".told");
  if (text) text.textContent = describeProgress(progress, seconds);
}

/** Keep the age up to date, from when the page has come. */
export function watchReadAge() {
  const element = /** @type {HTMLTimeElement | null} */ (document.getElementById("age"));
  if (!element) return void requestAnimationFrame(watchReadAge);

  function update() {
    const time = /** @type {HTMLTimeElement} */ (element);
    const moment = new Date(time.dateTime);
    time.textContent = time.dateTime && `Updated ${describeAge(moment, Date.now())}`;
    time.title = time.dateTime && moment.toISOString();
  }

  new MutationObserver(update).observe(element, { attributeFilter: ["datetime"] });
  setInterval(update, UPDATE_MS);
}
