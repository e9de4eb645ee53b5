// Handles the chips of the query: one menu is open at a time, and some chips open the form at a control.

import { findTarget } from "../dom/get-element.js";

/** @returns {HTMLDetailsElement[]} */
const getOpenMenus = () => [
  .../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("#chips details[open]")),
];

/** Close all menus but one. @param {Element | null} kept */
function closeMenus(kept) {
  for (const menu of getOpenMenus()) if (menu !== kept) menu.open = false;
}

/** @param {(side: "left") => void} openPanel */
export function wireQueryChips(openPanel) {
  document.addEventListener("click", (event) => {
    closeMenus(event.target instanceof Element ? event.target.closest("#chips details") : null);
    const control = findTarget(event, "#chips [data-opens]")?.dataset.opens;
    if (!control) return;
    openPanel("left");
    document.getElementById(control)?.focus();
  });
  document.addEventListener("keydown", (event) => {
    const [menu] = getOpenMenus();
    if (event.key !== "Escape" || !menu) return;
    event.preventDefault();
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary")?.focus();
  });
}
