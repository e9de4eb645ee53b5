// Find in the graph: type words, Enter goes to the next match.

import { findClosest, getContainer, getElement } from "../state/elements.js";
import { orientation } from "../state/orientation.js";

export const splitWords = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/* A group is found by the names that it shows. */
function buildSearchText(node) {
  const {
    title,
    subtitle,
    names = [],
    type_title,
    type,
    lineage_type,
    source,
    status,
    account,
  } = node.data();
  const texts = [
    title,
    subtitle,
    ...names,
    type_title,
    type,
    lineage_type,
    source,
    status,
    account,
    node.id(),
  ];
  return texts.join(" ").toLowerCase();
}

function compareAlongFlow(a, b) {
  const { along, across } = orientation;
  return along(a.position()) - along(b.position()) || across(a.position()) - across(b.position());
}

/* Only what can be seen can be searched: elsewhere Ctrl+F is the browser's own. */
const isVisible = (cy) =>
  cy.nodes().nonempty() && getComputedStyle(getContainer(cy)).visibility === "visible";

/* With `closed`, the bar comes and goes: it is told which node was found last. Without, the bar stays. */
export function createFind(cy, { show }, closed = /** @type {((node: any) => void) | null} */ (null)) {
  /** @type {HTMLInputElement} */
  const box = getElement("find");
  const output = getElement("found"),
    bar = /** @type {HTMLFormElement} */ (box.form);
  /** @type {Map<string, string> | null} */
  let texts = null;
  /** @type {any[]} */
  let found = [],
    index = -1;

  /* The name is for a reader who hears the page; the picture shows it. */
  function showCount() {
    const name = document.createElement("span");
    name.className = "unseen";
    if (index >= 0) name.textContent = `: ${found[index].data("title")}`;
    const count = found.length && (index < 0 ? `${found.length} found` : `${index + 1} of ${found.length}`);
    output.replaceChildren(count || (box.value.trim() ? "None" : ""), name);
  }

  function findMatches() {
    const wanted = splitWords(box.value);
    const searched = (texts ??= new Map(cy.nodes().map((node) => [node.id(), buildSearchText(node)])));
    const has = (node) => wanted.every((word) => searched.get(node.id())?.includes(word));
    found = wanted.length ? cy.nodes().filter(has).toArray().sort(compareAlongFlow) : [];
    const hits = new Set(found);
    cy.batch(() =>
      cy.nodes().forEach((node) => {
        node.toggleClass("found", hits.has(node));
      }),
    );
    cy.emit("lineage-found", [wanted.length ? new Set(found.map((node) => node.id())) : null]);
  }

  function findFirst() {
    findMatches();
    index = found.length ? 0 : -1;
    goTo();
  }

  function goTo(steps = 0) {
    if (index < 0 && steps < 0) index = 0;
    if (found.length) index = (index + steps + found.length) % found.length;
    show(index < 0 ? null : found[index], { way: false });
    showCount();
  }

  /* The same words in a new picture: nothing moves for them. */
  function findAgain() {
    const former = index < 0 ? null : found[index].id();
    findMatches();
    index = found.findIndex((node) => node.id() === former);
    showCount();
  }

  function open() {
    bar.hidden = false;
    box.select();
  }

  function closeFind() {
    const last = index < 0 ? null : found[index],
      within = bar.contains(document.activeElement);
    box.value = "";
    findFirst();
    if (!closed) return;
    bar.hidden = true;
    if (within) closed(last);
  }

  box.addEventListener("input", findFirst);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    goTo(event.shiftKey ? -1 : 1);
  });
  bar.addEventListener("click", ({ target }) => {
    const pressed = findClosest(target, "button");
    if (pressed?.id === "next") goTo(1);
    else if (pressed?.id === "previous") goTo(-1);
    else if (pressed) closeFind();
  });
  document.addEventListener("keydown", (event) => {
    const elsewhere =
      !bar.contains(/** @type {Node} */ (event.target)) &&
      findClosest(event.target, "input, textarea, select, dialog");
    if (event.key === "Escape" && !event.defaultPrevented && !bar.hidden && !elsewhere) {
      event.preventDefault();
      closeFind();
    }
    const asked = event.key === "f" && (event.ctrlKey || event.metaKey) && isVisible(cy);
    if (!asked || event.target === box) return; // a second Ctrl+F is the browser's own
    event.preventDefault();
    open();
  });
  cy.on("lineage-drawn", () => {
    texts = null;
    if (box.value.trim()) requestIdleCallback(findAgain);
  });
  return { open };
}

/* The bar is made here and not by the server: what stands in the box is nobody's but the browser's. */
const BAR = `
  <span class="icon" style="--icon: var(--icon-search)" aria-hidden="true"></span>
  <input id="find" type="search" placeholder="Find in the picture" autocomplete="off" spellcheck="false"
    aria-label="Find an entity by name, type, source or ARN">
  <output id="found" for="find"></output>
  <button id="previous" type="button" title="Previous (Shift+Enter)" aria-label="Previous">
    <span class="icon" style="--icon: var(--icon-up)" aria-hidden="true"></span></button>
  <button id="next" type="button" title="Next (Enter)" aria-label="Next">
    <span class="icon" style="--icon: var(--icon-down)" aria-hidden="true"></span></button>
  <button type="button" title="Close (Esc)" aria-label="Close">
    <span class="icon" style="--icon: var(--icon-close)" aria-hidden="true"></span></button>`;

export function addFindBar(cy) {
  const form = document.createElement("form");
  form.className = "find";
  form.role = "search";
  form.hidden = true;
  form.innerHTML = BAR;
  getContainer(cy).parentElement?.append(form);
}
