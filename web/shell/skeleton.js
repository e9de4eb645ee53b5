// Makes the skeleton of the page usable while Dash is on its way (components/skeleton.py): its links lead and its start
// box takes text. What was done in it is done in the page once that has come.

/** @import { Screen } from "../types.d.ts" */
/** @import { Url } from "../state/url.js" */
import { findTarget, isPlainClick } from "../dom/get-element.js";
import { pushAddress } from "./dash.js";

const MAX_FRAMES = 60; // until the page shows a text that it was given

/**
 * @param {object} options
 * @param {Url} options.url
 * @param {(search: string, show: (screen: Screen) => void) => Promise<void>} options.loadScreen shows each part of it
 * @param {(place: ParentNode) => void} options.fillLists fills what this reader pinned and saw last
 * @param {(id: string, props: Record<string, unknown>) => void} options.setProps
 */
export function createSkeleton({ url, loadScreen, fillLists, setProps }) {
  const skeleton = /** @type {HTMLElement} */ (document.querySelector(".waiting"));
  const welcome = /** @type {HTMLElement} */ (skeleton.querySelector(".welcome"));
  const box = /** @type {HTMLTextAreaElement} */ (skeleton.querySelector("textarea"));
  const frame = welcome.innerHTML;
  let isSubmitted = false;

  /** Show the first screen or a list; until the former has come, its frame. @param {string} html */
  function fillWelcome(html) {
    const isList = url.isList();
    welcome.innerHTML = html || (isList ? "" : frame);
    fillLists(welcome);
    if (welcome.parentElement) welcome.parentElement.ariaBusy = String(!html);
  }

  /** Show the entities to start from; they come with the first screen, which the page shows again. */
  function show() {
    const search = url.getSearch();
    skeleton.classList.toggle("asked", url.hasStart());
    fillWelcome("");
    const fill = (/** @type {Screen} */ { shown }) => {
      if (skeleton.isConnected && search === url.getSearch()) fillWelcome(String(shown["welcome.html"] ?? ""));
    };
    loadScreen(search, fill).catch(() => {}); // the page says that the server does not answer
  }

  /**
   * Return the links of a place that lead to an address.
   *
   * @param {Element} place
   * @param {string} href
   * @returns {Element[]}
   */
  const listLinks = (place, href) => [...place.querySelectorAll(`a[href="${CSS.escape(href)}"]`)];

  /** Focus the link that stands for one of the skeleton. @param {string} href @param {number} position */
  function focusAlike(href, position) {
    const place = document.getElementById("welcome");
    if (place) /** @type {HTMLElement | undefined} */ (listLinks(place, href)[position])?.focus();
  }

  /** Give way to the page, and hand over what was entered. */
  function hide() {
    if (!skeleton.isConnected) return;
    const focused = document.activeElement;
    const { value, selectionStart, selectionEnd } = box;
    const { scrollTop } = welcome;
    const position = focused ? listLinks(skeleton, focused.getAttribute("href") ?? "").indexOf(focused) : -1;
    skeleton.remove();
    const shown = document.getElementById("welcome");
    if (shown) shown.scrollTop = scrollTop;
    if (value) {
      setProps("start", { value });
      setProps("typed", { data: value });
    }
    if (focused === box) resumeTyping(value, [selectionStart, selectionEnd]);
    else if (focused?.matches("a")) focusAlike(focused.getAttribute("href") ?? "", position);
  }

  /**
   * Put the caret where it was, as soon as the text is there.
   *
   * @param {string} text
   * @param {[number, number]} selected
   * @param {number} [frames]
   */
  function resumeTyping(text, selected, frames = MAX_FRAMES) {
    const start = /** @type {HTMLTextAreaElement} */ (document.getElementById("start"));
    start.focus();
    if (start.value !== text && frames) {
      requestAnimationFrame(() => resumeTyping(text, selected, frames - 1));
      return;
    }
    if (start.value === text) start.setSelectionRange(...selected);
    if (isSubmitted) start.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  }

  skeleton.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (findTarget(event, "a[href]"));
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    pushAddress(link.search);
    show();
  });
  skeleton.addEventListener("keydown", (event) => {
    if (event.target !== box || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    isSubmitted = true;
  });
  window.addEventListener("popstate", () => {
    if (skeleton.isConnected) show();
  });

  return { show, hide };
}
