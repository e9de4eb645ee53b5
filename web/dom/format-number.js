// Formats numbers as English readers write them.

/**
 * Format a whole number with commas. Without `Intl`, whose first use takes 10 ms.
 *
 * @param {number} number
 */
export const formatNumber = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
