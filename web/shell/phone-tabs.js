// Shows one part of the page at a time on a phone: the answer, the list, the picture, the details, or another view than
// the graph. The root element says which; a question opens with its answer, everything else with the list.

import { findTarget, getElement } from "../dom/get-element.js";

const PHONE = "(max-width: 599px)";

/** @typedef {"answer" | "list" | "picture" | "details" | "document"} Tab */

/**
 * Return the tab for what came: a question's answer when it is new, else the one that was chosen.
 *
 * @param {string | undefined} chosen
 * @param {string} question its wording; empty without one
 * @param {string} before wording of the question before
 * @returns {Tab}
 */
export function chooseTab(chosen, question, before) {
  if (question && question !== before) return "answer";
  if (!chosen || (chosen === "answer" && !question)) return "list";
  return /** @type {Tab} */ (chosen);
}

/**
 * Return the part of the page that a tab shows: a view other than the graph has neither list nor picture.
 *
 * @param {Tab} tab
 * @param {string} view
 * @returns {Tab}
 */
export const choosePart = (tab, view) => (view === "graph" || tab === "details" ? tab : "document");

const readQuestion = () => getElement("answer").querySelector("[data-question]")?.getAttribute("data-question") ?? "";
const readView = () => getElement("lineage").dataset.view ?? "graph";

/**
 * @param {object} panels
 * @param {(isOpen: boolean) => void} panels.setOpen opens or closes the list
 */
export function wirePhoneTabs({ setOpen }) {
  const phone = window.matchMedia(PHONE);
  const root = document.documentElement;
  const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".phone-tabs [data-tab]"))];
  const [firstTab] = buttons;
  let question = "";
  let view = "";
  /** @type {Tab | undefined} */
  let chosen;

  /** Name the first tab after what it shows: the answer, or a view other than the graph. */
  function nameFirstTab() {
    firstTab.hidden = view === "graph" && !question;
    const words = view === "graph" ? "answer" : view;
    /** @type {ChildNode} */ (firstTab.lastChild).textContent = words[0].toUpperCase() + words.slice(1);
  }

  /** @param {Tab} tab */
  function show(tab) {
    const part = choosePart(tab, view);
    root.dataset.tab = part;
    setOpen(part === "list");
    root.dataset.left = "closed";
    root.dataset.right = part === "details" ? "open" : "closed";
    const current = part === "document" ? "answer" : part;
    for (const button of buttons) {
      if (button.dataset.tab === current) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  function follow() {
    const before = question;
    question = readQuestion();
    if (view !== readView() && chosen === "details") chosen = undefined;
    view = readView();
    nameFirstTab();
    chosen = chooseTab(chosen, question, before);
    if (phone.matches) show(chosen);
    else delete root.dataset.tab;
    document.querySelector("#view label[data-active]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Show a tab; list and picture are those of the graph. @param {Tab} tab */
  function choose(tab) {
    chosen = tab === "answer" && view !== "graph" && !question ? "list" : tab;
    const isOfGraph = tab === "list" || tab === "picture";
    if (view !== "graph" && isOfGraph)
      /** @type {HTMLElement | null} */ (document.querySelector("#view input[value=graph]"))?.click();
    else show(chosen);
  }

  document.addEventListener("click", (event) => {
    const tab = findTarget(event, ".phone-tabs [data-tab]")?.dataset.tab;
    if (tab) choose(/** @type {Tab} */ (tab));
  });
  document.addEventListener("lineage-inserted", ({ target }) => {
    if (target instanceof Element && target.id === "answer") follow();
  });
  new MutationObserver(follow).observe(getElement("lineage"), { attributeFilter: ["data-view"] });
  phone.addEventListener("change", () => {
    if (!phone.matches) setOpen(false);
    follow();
  });
  follow();
}
