// Runs the items of the Export menu: each downloads a file, or copies a list.

/** @import { HistoryState } from "../state/history-state.js" */
/** @import { Url } from "../state/url.js" */
import { copyExport, downloadExport } from "../data/export-files.js";
import { findTarget } from "../dom/get-element.js";

const OWN_LISTS = ["timeline", "impact"]; // of main views, by which they are called

/**
 * Return which list the page shows: that of its main view, an answer, paths, or entities.
 *
 * @param {Pick<Url, "getView" | "hasQuestion" | "getPathsKey">} url
 */
export function chooseList(url) {
  const view = url.getView();
  if (OWN_LISTS.includes(view)) return view;
  if (url.hasQuestion()) return "answer";
  return url.getPathsKey().trim() ? "paths" : "entities";
}

/**
 * @param {object} options
 * @param {Url} options.url
 * @param {HistoryState} options.history
 * @param {(text: string) => void} options.announce
 * @param {(title: string, detail: string) => void} options.showError
 */
export function wireExportMenu({ url, history, announce, showError }) {
  const getTheme = () => document.documentElement.dataset.colorScheme ?? "light";

  /** @param {string} format @param {boolean} isCopy */
  async function run(format, isCopy) {
    const options = { format, list: chooseList(url), theme: getTheme() };
    const write = isCopy ? copyExport : downloadExport;
    announce(isCopy ? "Copying" : "Preparing the file");
    try {
      const isComplete = await write(url.getSearch(), options, history.getPreviousLayout());
      announce(`${isCopy ? "Copied" : "Saved"}${isComplete ? "" : ": not complete"}`);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      showError(isCopy ? "The list could not be copied" : "The file could not be saved", detail);
    }
  }

  document.addEventListener("click", (event) => {
    const item = findTarget(event, "[data-export], [data-clipboard]");
    if (!(item instanceof HTMLElement)) return;
    const { export: format, clipboard } = item.dataset;
    run(format ?? clipboard ?? "", clipboard !== undefined);
  });
}
