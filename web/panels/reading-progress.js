// Progress of reading, and the age of what was read.

import { getElement } from "../state/elements.js";

const MINUTE = 60_000,
  HOUR = 60 * MINUTE,
  LATER = 2 * HOUR; // from then on the time itself says more
const findBar = () => getElement("progress");
const findAge = () => /** @type {HTMLTimeElement | null} */ (document.getElementById("age"));
const formatCount = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const formatProgress = ({ pages, entities }) =>
  `${formatCount(pages, "page", "pages")}, ${formatCount(entities, "entity", "entities")}`;

/** The sentence on how far reading has got, and on what is waited for.
 * @param {import("../types.js").Progress} progress @param {number} seconds since it was requested */
export function describeProgress(progress, seconds) {
  const state = progress.more
    ? `Reading: ${formatProgress(progress)}, ${seconds.toFixed(1)} s`
    : `Stopped after ${formatProgress(progress)}`;
  return progress.note ? `${state}. ${progress.note}` : state;
}

/** Show the progress of reading; null where there is none.
 * @param {import("../types.js").Progress | null} progress @param {number} seconds since it was requested */
export function showProgress(progress, seconds) {
  const bar = findBar();
  bar.hidden = !progress;
  if (!progress) return;
  bar.classList.toggle("stopped", !progress.more);
  /** @type {HTMLElement} */ (bar.querySelector(".told")).textContent = describeProgress(progress, seconds);
}

/* --- age ------------------------------------------------------------------------------------- */

export function formatAge(moment, now = Date.now()) {
  const passed = now - moment;
  if (passed < MINUTE) return "just now";
  if (passed < HOUR) return `${formatCount(Math.floor(passed / MINUTE), "minute", "minutes")} ago`;
  return passed < LATER
    ? "an hour ago"
    : moment.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

function showAge() {
  const read = /** @type {HTMLTimeElement} */ (findAge()),
    moment = new Date(read.dateTime);
  read.textContent = read.dateTime && `Read ${formatAge(moment)}`;
  read.title = read.dateTime && moment.toISOString();
}

export function watchAge() {
  if (!findAge()) {
    requestAnimationFrame(watchAge);
    return;
  }
  new MutationObserver(showAge).observe(/** @type {HTMLElement} */ (findAge()), {
    attributeFilter: ["datetime"],
  });
  setInterval(showAge, MINUTE / 4);
}
