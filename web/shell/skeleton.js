// The page before the page (components/skeleton): its links lead and its start box takes text while Dash is
// on its way. What was done here is done there, once it has come.

import { setProps } from "../data/dash.js";
import { isPlainClick } from "../data/markup.js";
import { requestScreen } from "../data/screen-request.js";
import { hasStart } from "../state/url.js";

const MAX_FRAMES = 60; // in which the page shows a text that it was given

const findSkeleton = () => /** @type {HTMLElement | null} */ (document.querySelector(".waiting"));
let isEntered = false; // Enter was pressed in the start box

/** @param {HTMLElement} skeleton @param {string} html */
function fillWelcome(skeleton, html) {
  const welcome = /** @type {HTMLElement} */ (skeleton.querySelector(".welcome"));
  welcome.innerHTML = html;
  if (welcome.parentElement) welcome.parentElement.ariaBusy = String(!html);
}

/** Show the first screen, which is requested now and shown again by the page.
 * @param {HTMLElement} skeleton */
function showFirstScreen(skeleton) {
  const { search } = window.location;
  skeleton.classList.toggle("asked", hasStart(search));
  fillWelcome(skeleton, "");
  requestScreen(search).sent.then(
    ({ shown }) => {
      if (search === window.location.search) fillWelcome(skeleton, shown["welcome.html"] ?? "");
    },
    () => {}, // that it does not answer is said by the page
  );
}

/** Remove the skeleton: the page has come. Text, caret and keyboard go over to it. */
export function hideSkeleton() {
  const skeleton = findSkeleton();
  if (!skeleton) return;
  const active = document.activeElement;
  const box = /** @type {HTMLTextAreaElement} */ (skeleton.querySelector("textarea"));
  const { value, selectionStart, selectionEnd } = box;
  const scrollTop = skeleton.querySelector(".welcome")?.scrollTop ?? 0;
  skeleton.remove();
  const welcome = document.getElementById("welcome");
  if (welcome) welcome.scrollTop = scrollTop;
  if (value) {
    setProps("start", { value });
    setProps("typed", { data: value });
  }
  if (active === box) resumeTyping(value, [selectionStart, selectionEnd]);
  else if (active?.matches("a")) {
    const link = document.querySelector(
      `#welcome a[href="${CSS.escape(active.getAttribute("href") ?? "")}"]`,
    );
    if (link instanceof HTMLElement) link.focus();
  }
}

/** Put the caret where it was, as soon as the text is there.
 * @param {string} text @param {[number, number]} selection @param {number} [frames] */
function resumeTyping(text, selection, frames = MAX_FRAMES) {
  const start = /** @type {HTMLTextAreaElement} */ (document.getElementById("start"));
  start.focus();
  if (start.value !== text && frames) {
    requestAnimationFrame(() => resumeTyping(text, selection, frames - 1));
    return;
  }
  if (start.value === text) start.setSelectionRange(...selection);
  if (isEntered) start.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
}

export function startSkeleton() {
  const skeleton = findSkeleton();
  if (!skeleton) return;
  skeleton.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event)) return;
    event.preventDefault();
    window.history.pushState({}, "", link.search);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as Dash's own links do, if it is there
    showFirstScreen(skeleton);
  });
  skeleton.addEventListener("keydown", (event) => {
    const isBox = event.target === skeleton.querySelector("textarea");
    if (!isBox || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    isEntered = true;
  });
  window.addEventListener("popstate", () => {
    if (skeleton.isConnected) showFirstScreen(skeleton);
  });
  showFirstScreen(skeleton);
}
