// Keeps one menu open at a time: a click elsewhere or Escape closes it, and so does what is chosen in it.

import { findTarget } from "../dom/get-element.js";

/** @returns {HTMLDetailsElement[]} */
const getOpenMenus = () => [
  .../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.popup[open]")),
];

/** @param {HTMLDetailsElement} menu */
function closeMenu(menu) {
  const hadFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hadFocus) menu.querySelector("summary")?.focus();
}

export function wirePopupMenus() {
  document.addEventListener("click", (event) => {
    const kept = findTarget(event, "a[href], button") ? null : findTarget(event, "details.popup");
    for (const menu of getOpenMenus()) if (menu !== kept) closeMenu(menu);
  });
  document.addEventListener("keydown", (event) => {
    const [menu] = getOpenMenus();
    if (event.key !== "Escape" || !menu) return;
    event.preventDefault();
    closeMenu(menu);
  });
}
