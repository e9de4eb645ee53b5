// Fills the disclosures of the details panel that hold what the API answered.

/** @import { ResponseLoader } from "../data/describe-responses.js" */
import { LOADING } from "../data/failure-words.js";
import { createButton, createElement, createIcon } from "../dom/create-element.js";

/** @param {string} operation @param {string} text JSON */
function createResponse(operation, text) {
  const copy = createButton("button", createIcon("copy"), "Copy");
  copy.title = `Copy the JSON of ${operation}`;
  copy.setAttribute("aria-label", copy.title);
  copy.dataset.copy = text;
  const code = createElement("pre", "", text);
  code.tabIndex = 0; // it scrolls
  code.setAttribute("role", "region");
  code.setAttribute("aria-label", `JSON of ${operation}`);
  return [copy, code];
}

/**
 * @param {HTMLDetailsElement} disclosure
 * @param {ResponseLoader} loadResponses
 */
async function fillDisclosure(disclosure, loadResponses) {
  const operation = disclosure.dataset.operation ?? "";
  const arn = disclosure.closest("#details")?.getAttribute("data-arn") ?? "";
  const body = createElement("div", "", createElement("p", "quiet", LOADING));
  disclosure.append(body);
  try {
    const text = (await loadResponses(arn))[operation];
    if (text === undefined) throw new Error(`${operation} is no longer available.`);
    body.replaceChildren(...createResponse(operation, text));
  } catch (error) {
    body.replaceChildren(createElement("p", "gap", error instanceof Error ? error.message : String(error)));
    disclosure.addEventListener("toggle", () => body.remove(), { once: true }); // opened again, it is read again
  }
}

/** @param {ResponseLoader} loadResponses */
export function wireResponses(loadResponses) {
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.open || !target.matches(".response")) return;
      if (target.childElementCount === 1) fillDisclosure(target, loadResponses);
    },
    true, // it does not bubble
  );
}
