// Save the graph as one page: the server writes it, the browser downloads it.

import { getPreviousLayoutId } from "../state/history-state.js";
import { showError } from "./offline-notice.js";

const CLEANING_MS = 60_000; // the download has begun long before

/** The file name that the server chose.
 * @param {Response} answer */
const readFileName = (answer) =>
  decodeURIComponent((answer.headers.get("Content-Disposition") ?? "").split("''")[1] ?? "lineage.html");

/** @param {HTMLButtonElement} button */
export async function savePage(button) {
  button.disabled = true;
  try {
    const answer = await fetch(`page${window.location.search}`, {
      headers: { "Lineage-Former": getPreviousLayoutId() },
    });
    if (!answer.ok) throw new Error(await answer.text());
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await answer.blob());
    file.download = readFileName(answer);
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), CLEANING_MS);
  } catch (error) {
    showError("The page could not be saved", error instanceof Error ? error.message : String(error));
  } finally {
    button.disabled = false;
  }
}
