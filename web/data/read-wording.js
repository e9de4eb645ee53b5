// Says how far reading has got, and how long ago it ended.

/** @import { Progress } from "../types.d.ts" */
import { formatTime } from "../dom/format-date.js";
import { formatNumber } from "../dom/format-number.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Format a number with its noun.
 *
 * @param {number} number
 * @param {string} one
 * @param {string} many
 */
export const formatCount = (number, one, many) => `${formatNumber(number)} ${number === 1 ? one : many}`;

/**
 * Say how far reading has got, and what is waited for.
 *
 * @param {Progress} progress
 * @param {number} seconds since it was requested
 */
export function describeProgress({ pages, entities, more, note }, seconds) {
  const amount = `${formatCount(entities, "entity", "entities")} (${formatCount(pages, "page", "pages")})`;
  const state = more ? `Loading: ${amount}, ${seconds.toFixed(1)} s` : `Stopped: ${amount} loaded`;
  return note ? `${state}. ${note}` : state;
}

/**
 * Say how long ago something was read; after two hours, when.
 *
 * @param {Date} moment
 * @param {number} now in milliseconds since 1970
 */
export function describeAge(moment, now) {
  const age = now - moment.getTime();
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${formatCount(Math.floor(age / MINUTE), "minute", "minutes")} ago`;
  if (age < 2 * HOUR) return "an hour ago";
  return formatTime(moment);
}
