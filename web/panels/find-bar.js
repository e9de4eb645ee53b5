// Adds the find bar to the canvas; what stands in its box belongs to the browser, so the server does not make it.

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

/** @param {HTMLElement} canvas */
export function addFindBar(canvas) {
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
    createBarButton("", "close", "Close (Esc)", "Close"),
  );
  form.role = "search";
  form.hidden = true;
  canvas.append(form);
}
