// Draws the figures of a timeline, and lets marks, bars and spans of them lead on.

/** @import { Url } from "../state/url.js" */
import { buildExportUrl } from "../data/export-files.js";
import { LOADING, NO_ANSWER_YET } from "../data/failure-words.js";
import { loadPlotly } from "../data/plotly-script.js";
import { createElement } from "../dom/create-element.js";
import { readToken, watchColorScheme } from "../dom/design-tokens.js";
import { colorFigure, roundOutward } from "./figure-colors.js";

const PICTURE_MS = 1000; // after which a busy page loads what is printed all the same
const NAMES_WIDTH = 760; // of a figure, for the server fits names to a window on a desk
const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, doubleClick: false };

/**
 * @param {object} options
 * @param {Url} options.url
 * @param {(search: string) => void} options.go
 * @param {(arn: string) => void} options.focus
 */
export function wireTimeline({ url, go, focus }) {
  const isTouch = window.matchMedia("(pointer: coarse)");

  /** @param {any} event of Plotly */
  function followClick({ points: [point] = [] }) {
    if (!point) return;
    const { customdata, data, x } = point;
    if (typeof customdata === "string") focus(customdata);
    else if (data.meta?.counted) {
      const begin = data.x[point.pointNumber] ?? x;
      go(url.withCreated(...roundOutward([begin, begin + data.width[point.pointNumber]])));
    }
  }

  /** @param {any} event of Plotly */
  function followSpan(event) {
    const span = event?.range?.x;
    if (span) go(url.withCreated(...roundOutward(span)));
  }

  /**
   * @param {HTMLElement} place
   * @param {import("../data/plotly-script.js").Plotly} plotly
   */
  async function draw(place, plotly) {
    const { data, layout } = colorFigure(JSON.parse(place.dataset.figure ?? ""), readToken, {
      canDrag: !isTouch.matches,
      hasRoom: place.clientWidth >= NAMES_WIDTH,
    });
    await plotly.newPlot(place, data, layout, CONFIG);
    const drawn = /** @type {any} */ (place);
    drawn.removeAllListeners("plotly_click");
    drawn.on("plotly_click", followClick);
    if (place.dataset.kind === "entities") {
      drawn.removeAllListeners("plotly_selected");
      drawn.on("plotly_selected", followSpan);
    }
    place.dataset.drawn = "";
  }

  /** Load what is printed instead of the figure, once there is time. */
  function loadPicture() {
    const picture = /** @type {HTMLImageElement | null} */ (document.querySelector("#document img[data-picture]"));
    if (picture?.dataset.picture === undefined) return;
    picture.src = buildExportUrl(picture.dataset.picture, { format: "svg", theme: "light" });
  }

  async function drawAll() {
    const places = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#document [data-figure]"));
    const script = /** @type {HTMLElement | null} */ (document.querySelector("#document [data-script]"))?.dataset
      .script;
    if (!places.length || !script) return;
    try {
      const plotly = await loadPlotly(script);
      for (const place of places) if (place.isConnected) await draw(place, plotly);
      requestIdleCallback(loadPicture, { timeout: PICTURE_MS });
    } catch {
      for (const place of places) {
        place.style.height = "auto";
        place.textContent = "The figure could not be drawn. The table below has the same.";
      }
    }
  }

  /** @param {HTMLFormElement} form */
  async function askDay(form) {
    const day = String(new FormData(form).get("as_of") ?? "").trim();
    const place = form.parentElement?.querySelector(".serving-answer");
    if (!place || !day) return;
    place.replaceChildren(createElement("p", "quiet", LOADING));
    const queries = /** @type {string[]} */ (JSON.parse(form.dataset.ask ?? "[]"));
    const sentences = await Promise.all(queries.map((query) => readServing(query, day)));
    place.replaceChildren(...[...new Set(sentences)].map((sentence) => createElement("p", "", sentence)));
  }

  document.addEventListener("lineage-inserted", ({ target }) => {
    if (target instanceof Element && target.id === "document") drawAll();
  });
  document.addEventListener("submit", ({ target }) => {
    if (target instanceof HTMLFormElement && target.matches(".serving-day")) askDay(target);
  });
  watchColorScheme(drawAll);
}

/**
 * Return what an endpoint served, in a sentence.
 *
 * @param {string} query names the endpoint
 * @param {string} day
 */
async function readServing(query, day) {
  try {
    const response = await fetch(`api/v1/serving?${query}&as_of=${encodeURIComponent(day)}`);
    const { sentence, gaps = [], error } = await response.json();
    return [sentence ?? error.detail, ...gaps].join(" ");
  } catch {
    return NO_ANSWER_YET;
  }
}
