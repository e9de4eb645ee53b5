// Adds the find bar to the list; what stands in its box belongs to the browser, so the server does not make it.

import { createButton, createElement, createIcon } from "../dom/create-element.js";

/**
 * @param {string} id
 * @param {string} icon
 * @param {string} title
 * @param {string} label
 */
function createBarButton(id, icon, title, label) {
  const button = createButton("", createIcon(icon));
  if (id) button.id = id;
  button.title = title;
  button.setAttribute("aria-label", label);
  return button;
}

/** @param {HTMLElement} head of the list, below which the bar stands */
export function addFindBar(head) {
  const box = createElement("input");
  Object.assign(box, { id: "find", type: "search", placeholder: "Find in the graph", autocomplete: "off" });
  box.spellcheck = false;
  box.setAttribute("aria-label", "Find an entity by name, type, source or ARN");
  const output = createElement("output");
  output.id = "found";
  output.htmlFor.add("find");
  const form = createElement(
    "form",
    "find",
    createIcon("search"),
    box,
    output,
    createBarButton("previous", "up", "Previous (Shift+Enter)", "Previous"),
    createBarButton("next", "down", "Next (Enter)", "Next"),
    createBarButton("", "close", "Clear (Esc)", "Clear"),
  );
  form.role = "search";
  head.after(form);
}
