// Requests what is shown as a file, laid out as it is shown: the server writes it.

const CLEANING_MS = 60_000; // the download has begun long before

/**
 * Return the file name that a response proposes.
 *
 * @param {string | null} disposition the header `Content-Disposition`
 */
export const parseFileName = (disposition) => decodeURIComponent(disposition?.split("''")[1] ?? "lineage");

/**
 * Return the address of a file with what an address shows.
 *
 * @param {string} search address of the graph
 * @param {Record<string, string>} options what becomes of it: `format`, `list`, `theme`
 */
export function buildExportUrl(search, options) {
  const own = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `api/v1/export?${[search.replace("?", ""), ...own].join("&")}`;
}

/**
 * @param {string} search
 * @param {Record<string, string>} options
 * @param {string} previousLayout id of the layout that is shown
 * @throws {Error} The server's sentence, if it cannot write the file.
 */
async function fetchExport(search, options, previousLayout) {
  // What was read so far, as on the screen: nobody waits for pages that the reader has stopped.
  const headers = { "Lineage-Former": previousLayout, "Lineage-Wish": "stop" };
  const response = await fetch(buildExportUrl(search, options), { headers });
  if (response.ok) return response;
  const { error } = await response.json().catch(() => ({ error: { detail: response.statusText } }));
  throw new Error(error.detail);
}

/**
 * Download a file; return whether it holds everything.
 *
 * @param {string} search
 * @param {Record<string, string>} options
 * @param {string} previousLayout
 */
export async function downloadExport(search, options, previousLayout) {
  const response = await fetchExport(search, options, previousLayout);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = parseFileName(response.headers.get("Content-Disposition"));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), CLEANING_MS);
  return response.headers.get("Lineage-Complete") === "true";
}

/**
 * Copy a list to the clipboard; return whether it holds everything.
 *
 * @param {string} search
 * @param {Record<string, string>} options
 * @param {string} previousLayout
 */
export async function copyExport(search, options, previousLayout) {
  const response = await fetchExport(search, options, previousLayout);
  await navigator.clipboard.writeText(await response.text());
  return response.headers.get("Lineage-Complete") === "true";
}
