// Formats moments as readers see them everywhere, always in UTC: "29 Nov 2026, 14:20 UTC".

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MINUTES = "14:20".length;
const SECONDS = "14:20:42".length;

/**
 * Format a moment to the minute, or to the second.
 *
 * @param {Date} date
 * @param {{ hasSeconds?: boolean }} [options]
 */
export function formatTime(date, { hasSeconds = false } = {}) {
  const time = date
    .toISOString()
    .split("T")[1]
    .slice(0, hasSeconds ? SECONDS : MINUTES);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${time} UTC`;
}
