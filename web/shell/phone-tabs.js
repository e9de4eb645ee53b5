// Shows one part of the page at a time on a phone: the answer, the list, the picture or the details. The root element
// says which; a question opens with its answer, everything else with the list.

import { findTarget, getElement } from "../dom/get-element.js";

const PHONE = "(max-width: 599px)";

/** @typedef {"answer" | "list" | "picture" | "details"} Tab */

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

const readQuestion = () => getElement("answer").querySelector("[data-question]")?.getAttribute("data-question") ?? "";

/**
 * @param {object} panels
 * @param {(isOpen: boolean) => void} panels.setOpen opens or closes the list
 */
export function wirePhoneTabs({ setOpen }) {
  const phone = window.matchMedia(PHONE);
  const root = document.documentElement;
  const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".phone-tabs [data-tab]"))];
  let question = "";

  /** @param {Tab} tab */
  function show(tab) {
    root.dataset.tab = tab;
    setOpen(tab === "list");
    root.dataset.left = "closed";
    root.dataset.right = tab === "details" ? "open" : "closed";
    for (const button of buttons) {
      if (button.dataset.tab === tab) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  function follow() {
    const [answerTab] = buttons;
    const before = question;
    question = readQuestion();
    answerTab.hidden = !question;
    if (phone.matches) show(chooseTab(root.dataset.tab, question, before));
    else delete root.dataset.tab;
  }

  document.addEventListener("click", (event) => {
    const tab = findTarget(event, ".phone-tabs [data-tab]")?.dataset.tab;
    if (tab) show(/** @type {Tab} */ (tab));
  });
  document.addEventListener("lineage-inserted", ({ target }) => {
    if (target instanceof Element && target.id === "answer") follow();
  });
  phone.addEventListener("change", () => {
    if (!phone.matches) setOpen(false);
    follow();
  });
  follow();
}
