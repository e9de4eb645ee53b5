// Downloads the graph as one page, laid out as it is shown: the server writes it.

const CLEANING_MS = 60_000; // the download has begun long before

/**
 * Return the file name that a response proposes.
 *
 * @param {string | null} disposition the header `Content-Disposition`
 */
export const parseFileName = (disposition) => decodeURIComponent(disposition?.split("''")[1] ?? "lineage.html");

/**
 * @param {string} search address of the graph
 * @param {string} previousLayout id of the layout that is shown
 * @throws {Error} The server's sentence, if it cannot write the page.
 */
export async function downloadPage(search, previousLayout) {
  const response = await fetch(`page${search}`, { headers: { "Lineage-Former": previousLayout } });
  if (!response.ok) throw new Error(await response.text());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = parseFileName(response.headers.get("Content-Disposition"));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), CLEANING_MS);
}
