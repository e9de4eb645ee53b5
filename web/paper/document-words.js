// Says times and addresses as paper needs them: in full, because nobody can ask paper.

import { formatTime } from "../dom/format-date.js";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Return a moment in full: "29 Nov 2026, 14:20:42 UTC". Empty for what is not a moment.
 *
 * @param {string} moment as ISO 8601
 */
export function formatMoment(moment) {
  const date = new Date(moment);
  if (!moment || Number.isNaN(date.getTime())) return "";
  return formatTime(date, { hasSeconds: true });
}

/**
 * Return an address that means something on another computer: without a host that is this one, nothing of a file.
 *
 * @param {string} address
 */
export function formatPlace(address) {
  if (!URL.canParse(address)) return address;
  const { protocol, hostname, pathname, search } = new URL(address);
  if (protocol === "file:") return "";
  const place = LOOPBACK.test(hostname) ? pathname + search : address;
  return place.replaceAll("%3A", ":").replaceAll("%2F", "/"); // as the page's own links have them
}

/**
 * Return type and subtitle of an entity; a subtitle that begins with the type says both.
 *
 * @param {{ type_title: string, subtitle: string }} data
 */
export function joinType({ type_title: type, subtitle }) {
  if (subtitle.toLowerCase().startsWith(type.toLowerCase())) return subtitle;
  return [type, subtitle].filter(Boolean).join(" · ");
}
