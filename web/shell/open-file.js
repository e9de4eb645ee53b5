// Opens saved files: dropped anywhere on the page, chosen, or pasted as text.

import { FileRefusal, formatAddress, sendFiles } from "../data/open-files.js";

/** A pasted text shorter than this is a name or an ARN. */
const MIN_PASTED = 40;

/** @param {DataTransfer | null} transfer */
const hasFiles = (transfer) => Boolean(transfer?.types.includes("Files"));

/** @param {EventTarget | null} target */
const isTextField = (target) =>
  target instanceof Element && Boolean(target.closest("input, textarea, [contenteditable]"));

/**
 * Return whether a pasted text may be a saved response.
 *
 * @param {string} text
 */
export const looksLikeJson = (text) => text.length >= MIN_PASTED && /^\s*[[{]/.test(text);

/**
 * @param {object} options
 * @param {() => boolean} options.isRedacted
 * @param {(title: string, detail: string) => void} options.showError
 * @param {(text: string) => void} options.announce says what happens to screen readers
 */
export function wireOpenFile({ isRedacted, showError, announce }) {
  const hint = createDropHint();
  const picker = createPicker();

  /** @param {readonly File[]} files */
  async function open(files) {
    if (!files.length) return;
    announce("Opening the file");
    document.body.classList.add("opening-file");
    try {
      window.location.assign(formatAddress(await sendFiles(files), isRedacted() ? "&share=1" : ""));
    } catch (error) {
      if (!(error instanceof FileRefusal)) throw error;
      showError(error.title, error.message);
    } finally {
      document.body.classList.remove("opening-file");
    }
  }

  picker.addEventListener("change", () => {
    open([...(picker.files ?? [])]);
    picker.value = ""; // the same file can be chosen again
  });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(".choose-file")) picker.click();
  });
  document.addEventListener("paste", (event) => {
    if (isTextField(event.target)) return;
    const { clipboardData } = event;
    const text = clipboardData?.getData("text/plain") ?? "";
    if (clipboardData?.files.length) open([...clipboardData.files]);
    else if (looksLikeJson(text)) open([new File([text], "pasted text")]);
    else return;
    event.preventDefault();
  });
  wireDrop(hint, open);
}

/**
 * @param {HTMLElement} hint
 * @param {(files: readonly File[]) => void} open
 */
function wireDrop(hint, open) {
  let depth = 0; // each element under the pointer is entered and left
  /** @param {number} change */
  const count = (change) => {
    depth = Math.max(0, depth + change);
    hint.hidden = !depth;
  };
  document.addEventListener("dragenter", ({ dataTransfer }) => hasFiles(dataTransfer) && count(1));
  document.addEventListener("dragleave", ({ dataTransfer }) => hasFiles(dataTransfer) && count(-1));
  document.addEventListener("dragover", (event) => {
    if (hasFiles(event.dataTransfer)) event.preventDefault(); // otherwise the browser leaves the page for the file
  });
  document.addEventListener("drop", (event) => {
    const { dataTransfer } = event;
    if (!dataTransfer || !hasFiles(dataTransfer)) return;
    event.preventDefault();
    count(-depth);
    open([...dataTransfer.files]);
  });
}

function createDropHint() {
  const hint = document.createElement("div");
  hint.className = "drop-hint";
  hint.hidden = true;
  const words = document.createElement("p");
  const title = document.createElement("strong");
  title.textContent = "Drop to open";
  words.append(title, "Saved query-lineage responses or OpenLineage events");
  hint.append(words);
  document.body.append(hint);
  return hint;
}

function createPicker() {
  const picker = document.createElement("input");
  picker.type = "file";
  picker.multiple = true;
  picker.accept = ".json,.jsonl,.ndjson,.txt,application/json";
  picker.hidden = true;
  document.body.append(picker);
  return picker;
}
