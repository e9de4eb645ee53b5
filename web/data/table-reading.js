// Reads the table of all entities from the server while the browser waits to print.

/** @import { Screen } from "../types.d.ts" */

/**
 * Return the table of an address, or null if it could not be read.
 *
 * The request is synchronous: printing begins when the handlers of its event return, and waits for no promise.
 *
 * @param {string} search
 * @param {string} previousLayout id of the layout that is shown
 * @returns {ParentNode | null}
 */
export function readTable(search, previousLayout) {
  const request = new XMLHttpRequest();
  try {
    request.open("GET", `screen${search}`, false);
    request.setRequestHeader("Lineage-Former", previousLayout);
    request.setRequestHeader("Lineage-Wish", "stop"); // what was read is what is printed
    request.send();
    /** @type {Screen} */
    const screen = JSON.parse(request.responseText);
    const html = screen.shown["table.html"];
    return html ? new DOMParser().parseFromString(String(html), "text/html") : null;
  } catch {
    return null;
  }
}
