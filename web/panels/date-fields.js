// Fills the date fields of the question: from the browser's calendar, or with the last days.

import { createElement } from "../dom/create-element.js";
import { findTarget } from "../dom/get-element.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Return a day as the fields take it, in UTC.
 *
 * @param {number} days before now
 * @param {number} now in milliseconds since 1970
 */
export const formatDaysAgo = (days, now) => new Date(now - days * DAY_MS).toISOString().slice(0, 10);

/**
 * Return the day that a field holds, if a calendar understands it.
 *
 * @param {string} text
 */
export const findDay = (text) => /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(text)?.[1] ?? "";

/**
 * @param {(id: string, props: Record<string, unknown>) => void} setProps
 */
export function wireDateFields(setProps) {
  /** @param {string} id @param {string} value */
  const fill = (id, value) => setProps(id, { value, error: null });

  /** @param {HTMLElement} button */
  function openCalendar(button) {
    const id = String(button.dataset.calendar);
    const field = /** @type {HTMLInputElement} */ (document.getElementById(id));
    const calendar = createElement("input", "day");
    calendar.type = "date";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-label", button.title);
    calendar.value = findDay(field.value);
    calendar.addEventListener("change", () => {
      if (calendar.value) fill(id, calendar.value);
    });
    button.parentElement?.querySelector("input.day")?.remove();
    button.before(calendar);
    try {
      calendar.showPicker();
    } catch {
      field.focus(); // a browser without a calendar: the day is typed
    }
  }

  document.addEventListener("click", (event) => {
    const button = findTarget(event, "[data-calendar], [data-days]");
    if (!(button instanceof HTMLElement)) return;
    if (button.dataset.calendar) openCalendar(button);
    else {
      fill("created_after", formatDaysAgo(Number(button.dataset.days), Date.now()));
      fill("created_before", "");
    }
  });
}
