// Sends files to the server, which keeps them for a while and says at which address their lineage is.

import { NO_ANSWER } from "./failure-words.js";

/** Less than the server takes, so that nothing is sent in vain. */
const MAX_BYTES = 20 * 1024 * 1024;
const ADVICE = "Try again in a moment.";

/** Reason why a file was not opened: a title, and a sentence as the message. */
export class FileRefusal extends Error {
  /** @param {string} title @param {string} detail */
  constructor(title, detail) {
    super(detail);
    this.title = title;
  }
}

/**
 * Return the address of an opened file.
 *
 * @param {{ file: string, start: string }} opened
 * @param {string} extra parameters that stay, as "&share=1"
 */
export function formatAddress({ file, start }, extra = "") {
  const shown = encodeURIComponent(start).replaceAll("%3A", ":").replaceAll("%2F", "/");
  return `?${start ? `start=${shown}&` : ""}file=${file}${extra}`;
}

/**
 * @param {readonly File[]} files
 * @returns {Promise<{ file: string, start: string }>}
 * @throws {FileRefusal} What the file is instead, or that the server does not answer.
 */
export async function sendFiles(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MAX_BYTES) {
    const detail = `${files[0].name} has ${Math.ceil(size / 2 ** 20)} MB; at most 20 MB can be opened.`;
    throw new FileRefusal("File too large", detail);
  }
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  const request = { method: "POST", headers: { "Lineage-Open": "1" }, body: form };
  const response = await fetch("open", request).catch(() => null);
  if (!response) throw new FileRefusal(NO_ANSWER, ADVICE);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const { title = NO_ANSWER, detail = `The server answered with status ${response.status}.` } = answer.error ?? {};
    throw new FileRefusal(title, detail);
  }
  return answer;
}
