// Sends files to the server, which keeps them for a while and says at which address their lineage is.

/** Less than the server takes, so that nothing is sent in vain. */
const MAX_BYTES = 20 * 1024 * 1024;

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
 * @throws {Error} A sentence: what the file is instead, or that the server does not answer.
 */
export async function sendFiles(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MAX_BYTES) throw new Error(`${files[0].name} has ${Math.ceil(size / 2 ** 20)} MB; 20 MB is the most.`);
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  const response = await fetch("open", { method: "POST", headers: { "Lineage-Open": "1" }, body: form });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error?.detail ?? `The server answered with status ${response.status}.`);
  return answer;
}
