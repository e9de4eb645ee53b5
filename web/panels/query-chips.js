// Opens the form of the query at a control, by the chips that have no menu of their own.

import { findTarget } from "../dom/get-element.js";

/** @param {(side: "left") => void} openPanel */
export function wireQueryChips(openPanel) {
  document.addEventListener("click", (event) => {
    const control = findTarget(event, "#chips [data-opens]")?.dataset.opens;
    if (!control) return;
    openPanel("left");
    document.getElementById(control)?.focus();
  });
}
