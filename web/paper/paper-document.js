// Makes a document of the page when it is printed: what is shown, of which account, read when, with picture and tables.
//
// The document stands beside the page, which print.css hides: it does not depend on how the page is laid out.

/** @import { Core } from "cytoscape" */
/** @import { Heading } from "../types.d.ts" */
/** @import { Orientation } from "../graph/orientation.js" */
/** @import { Room } from "./picture-parts.js" */
/** @import { EntityRow } from "./entity-rows.js" */
import { createElement } from "../dom/create-element.js";
import { formatNumber } from "../dom/format-number.js";
import { findTarget, getElement } from "../dom/get-element.js";
import { formatMoment, formatPlace, joinType } from "./document-words.js";
import { listCardRows, readTableRows } from "./entity-rows.js";
import { addMargins, createPart, drawGraph, listPlacedCards } from "./paper-picture.js";
import { choosePictureSize, measureCards, SMALLEST_TITLE, splitPicture } from "./picture-parts.js";

/** Room of a page that both A4 and Letter have within the margins of `print.css`, in pixels. */
const PAGE = { width: 994, height: 690 };
const SMALLEST_FIRST = 240; // height of a picture on the first page; if there is less room, it begins the next
const PART_MARGINS = { width: 150, height: 60 }; // around a part: headings, and its own heading

/** @typedef {() => ParentNode | null} TableReader returns the table of all entities; null if it could not be read */

/** Return the text of an element, without what only a screen can use. @param {Element | null} element */
function readWords(element) {
  if (!element) return "";
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const part of copy.querySelectorAll("button, a, .unseen")) part.remove();
  for (const details of copy.querySelectorAll("details")) {
    const facts = [...details.querySelectorAll("li")].map((item) => item.textContent);
    details.replaceWith(`${details.querySelector("summary")?.textContent ?? ""} (${facts.join("; ")})`);
  }
  return [...copy.childNodes]
    .map((node) => node.textContent?.replace(/[:\s]+$/, "").trim())
    .filter(Boolean)
    .join(" · ");
}

/** @param {string} selector */
const readPage = (selector) => readWords(document.querySelector(selector));

/** @param {string} selector */
const readAll = (selector) => [...document.querySelectorAll(selector)].map(readWords).filter(Boolean);

/** Return the facts at the head of the document, as far as they are known. @returns {[string, string][]} */
function listFacts() {
  const { read, word, account, address, complete, start = "" } = document.getElementById("lineage")?.dataset ?? {};
  const age = /** @type {HTMLTimeElement | null} */ (document.getElementById("age"));
  const reader = /** @type {HTMLElement | null} */ (document.querySelector("[data-reader]"))?.dataset.reader ?? "";
  const { share } = document.documentElement.dataset;
  /** @type {[string, string][]} */
  const facts = [
    ["Account", account ?? readPage("#account")],
    ["Printed by", share ? "" : reader],
    [word ?? "Read", formatMoment(read ?? age?.dateTime ?? "")],
    ["Printed", formatMoment(new Date().toISOString())],
    ["Completeness", complete ?? readAll("#completeness .part").join(" · ")],
    ["Names", share ? "Hidden: account ids, buckets and user names are replaced" : ""],
    ["Focus", start],
    ["Address", formatPlace(address ?? window.location.href)],
  ];
  return facts.filter(([, value]) => value);
}

/** Return title, question and sentences of the view. @param {Core} cy */
function readHead(cy) {
  const focus = cy.nodes(".start").first();
  const data = focus.nonempty() ? focus.data() : {};
  const question = document.querySelector("#answer .eyebrow")?.textContent ?? "";
  const answer = document.querySelector("#answer h2")?.textContent ?? "";
  const title = document.querySelector("body.saved h1")?.textContent || data.title || "Lineage";
  const kind = data.title === title ? joinType(data) : "";
  return { title, kind, question, sentences: [answer || readPage("#headline"), readPage("#status")].filter(Boolean) };
}

/** @param {Core} cy */
function createHead(cy) {
  const { title, kind, question, sentences } = readHead(cy);
  const facts = createElement("dl", "paper-facts");
  for (const [name, value] of listFacts())
    facts.append(createElement("div", "", createElement("dt", "", name), createElement("dd", "", value)));
  const gaps = [...readAll("#answer .gap"), ...readAll("#notice .notice, body.saved > .notice")];
  return createElement(
    "header",
    "paper-head",
    createElement("h1", "", title, createElement("small", "", kind)),
    ...(question ? [createElement("p", "paper-question", question)] : []),
    ...sentences.map((sentence, i) => createElement("p", i ? "" : "paper-sentence", sentence)),
    ...gaps.map((gap) => createElement("p", "paper-gap", gap)),
    ...readAll("#between-told").map((paths) => createElement("p", "", paths)),
    facts,
  );
}

/** Return the legend, of which no click hides anything. */
function createLegend() {
  const legend = createElement("div", "legend paper-legend");
  for (const entry of document.querySelectorAll(".legend:not(.paper-legend) > :is(.entry, span:not(.closer))")) {
    const copy = createElement("span", entry.className.replace("entry", ""));
    copy.append(...[...entry.childNodes].map((node) => node.cloneNode(true)));
    if (entry.getAttribute("aria-pressed") === "false") copy.classList.add("off");
    legend.append(copy);
  }
  return legend;
}

/**
 * Return the picture, and its parts where its titles would be too small.
 *
 * @param {Core} cy
 * @param {{ headings: readonly Heading[], isDown: boolean }} frame
 * @param {Room} room on the first page
 */
function createFigures(cy, frame, room) {
  const cards = listPlacedCards(cy);
  const box = measureCards(cards);
  const { zoom, level, isLegible } = choosePictureSize(addMargins(box, frame.isDown), room);
  const draw = (/** @type {typeof level} */ words) => drawGraph(cy, frame, box, words);
  const whole = createElement("figure", "", createPart(draw(level), frame, box, { zoom, level }), createLegend());
  if (isLegible) return [whole];
  const { width, height } = PAGE;
  const parts = splitPicture(cards, { width: width - PART_MARGINS.width, height: height - PART_MARGINS.height });
  const last = parts.boxes.length;
  const pages = last > 1 ? `${last} pages` : "page";
  const note = `Titles are smaller than ${SMALLEST_TITLE} points here. Larger on the next ${pages}.`;
  whole.append(createElement("figcaption", "", note));
  const drawing = draw("near");
  return [
    whole,
    ...parts.boxes.map((part, i) =>
      createElement(
        "figure",
        "paper-part",
        createElement("figcaption", "", last > 1 ? `Part ${i + 1} of ${last}, row by row` : "The same, larger"),
        createPart(/** @type {Element} */ (drawing.cloneNode(true)), frame, part, { zoom: parts.zoom, level: "near" }),
      ),
    ),
  ];
}

/** Return the table of an answer, without its buttons and links. */
function createAnswerTable() {
  const table = document.querySelector("#answer table");
  if (!table) return [];
  const copy = /** @type {Element} */ (table.cloneNode(true));
  for (const button of copy.querySelectorAll("tbody button, .badge")) button.remove();
  for (const control of copy.querySelectorAll("thead button, a")) control.replaceWith(...control.childNodes);
  copy.className = "paper-table";
  const count = copy.querySelectorAll("tbody tr").length;
  return [createElement("section", "", createElement("h2", "", `Answer (${formatNumber(count)}), times in UTC`), copy)];
}

/** @param {readonly EntityRow[]} rows @param {string} note */
function createEntityTable(rows, note) {
  const head = createElement("tr");
  for (const title of ["Title", "Kind", "State", "When", "Source"])
    head.append(Object.assign(createElement("th", "", title), { scope: "col" }));
  const body = createElement("tbody");
  for (const { title, subtitle, kind, state, when, source } of rows) {
    const name = createElement("th", "", createElement("bdi", "", title), createElement("small", "", subtitle));
    name.scope = "row";
    const cells = [kind, state, when, source].map((text) => createElement("td", "", text));
    body.append(createElement("tr", "", name, ...cells));
  }
  return createElement(
    "section",
    "",
    createElement("h2", "", `Entities (${formatNumber(rows.length)}), times in UTC`),
    ...(note ? [createElement("p", "paper-gap", note)] : []),
    createElement("table", "paper-table entity-table", createElement("thead", "", head), body),
  );
}

/** @param {Core} cy @param {boolean} isDown @param {TableReader} readTable */
function createEntities(cy, isDown, readTable) {
  const cards = cy.nodes().map((node) => ({ data: node.data(), position: node.position() }));
  const table = cards.some(({ data }) => data.count) ? readTable() : null;
  if (table) return createEntityTable(readTableRows(table), "");
  const grouped = cards.filter(({ data }) => data.count);
  const missing = grouped.length ? "The members of groups could not be read: each group stands in one row." : "";
  return createEntityTable(listCardRows(cards, isDown), missing);
}

const ON_SCREEN_ONLY = ".screen-only, .figure, .badge, form, .check-actions, .fix, button:not(thead button)";

/**
 * Return what a document, such as a timeline, shows on the screen, opened and without what works only there.
 *
 * @returns {HTMLElement[]}
 */
function createDocument() {
  const shown = document.querySelector("#document > *");
  if (!shown) return [];
  const copy = /** @type {HTMLElement} */ (shown.cloneNode(true));
  for (const part of copy.querySelectorAll(ON_SCREEN_ONLY)) part.remove();
  for (const details of copy.querySelectorAll("details:not(.passed, .nothing)")) details.setAttribute("open", "");
  for (const part of copy.querySelectorAll("thead button, a")) part.replaceWith(...part.childNodes);
  for (const table of copy.querySelectorAll("table.rows")) table.classList.replace("rows", "paper-table");
  return [createElement("section", "paper-text", copy)];
}

/** Say at the foot of each page what it is. @param {string} [title] */
function describeFoot(title = document.querySelector(".paper h1")?.firstChild?.textContent ?? "") {
  const facts = Object.fromEntries(listFacts());
  const words = [title, facts.Account, facts.Read && `read ${facts.Read}`].filter(Boolean).join(" · ");
  document.documentElement.style.setProperty("--paper-foot", JSON.stringify(words));
}

/**
 * Prepare what is printed, whenever the page is printed.
 *
 * @param {Core} cy
 * @param {Orientation} orientation
 * @param {TableReader} [readTable] reads the table of all entities; a saved page has no groups, and needs none
 */
export function preparePrint(cy, orientation, readTable = () => null) {
  const paper = createElement("article", "paper");
  /** @type {readonly Heading[]} */
  let headings = [];

  /** Print the report itself, where that is what the page shows. */
  function copyReport() {
    const report = document.querySelector("#lineage[data-view='report'] #document .report");
    if (!report) return false;
    paper.replaceChildren(report.cloneNode(true));
    document.body.append(paper);
    document.documentElement.dataset.paper = "";
    describeFoot("Report");
    return true;
  }

  function create() {
    if (copyReport() || cy.nodes().empty()) return;
    const frame = { headings, isDown: orientation.isDown() };
    const head = createHead(cy);
    paper.replaceChildren(head, createLegend());
    document.body.append(paper);
    const shown = createDocument();
    const hasPicture = ["graph", "table", "compare"].includes(getElement("lineage").dataset.view ?? "graph");
    if (!hasPicture && shown.length) {
      paper.replaceChildren(head, ...shown);
      document.documentElement.dataset.paper = "";
      describeFoot();
      return;
    }
    const { width, height } = paper.getBoundingClientRect();
    const rest = PAGE.height - (height * PAGE.width) / width - 16; // large displays zoom the page, paper does not
    const startsPage = rest < SMALLEST_FIRST;
    const room = { width: PAGE.width, height: startsPage ? PAGE.height - PART_MARGINS.height : rest };
    const figures = createFigures(cy, frame, room);
    const lists = shown.length ? shown : [createEntities(cy, frame.isDown, readTable)];
    const tables = [...createAnswerTable(), ...lists];
    figures[0].classList.toggle("starts-page", startsPage);
    paper.replaceChildren(head, ...figures, ...tables);
    document.documentElement.dataset.paper = "";
    describeFoot();
  }

  cy.on("lineage-drawn", (_, /** @type {readonly Heading[]} */ drawn) => {
    headings = drawn;
  });
  document.addEventListener("click", (event) => {
    if (findTarget(event, "[data-print]")) window.print();
  });
  window.addEventListener("beforeprint", create);
  window.addEventListener("afterprint", () => {
    paper.remove();
    delete document.documentElement.dataset.paper;
  });
}
