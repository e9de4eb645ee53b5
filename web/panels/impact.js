// Copies and mails an impact list, with the address of the page.

import { findTarget } from "../dom/get-element.js";

const COPIED_MS = 1500;

/**
 * Return a message that ends with where it comes from.
 *
 * @param {string} message
 * @param {string} address
 */
export const addAddress = (message, address) => `${message}\n\n${address}`;

/**
 * Return the link of a mail whose text ends with where it comes from.
 *
 * @param {string} link
 * @param {string} address
 */
export const addAddressToMail = (link, address) =>
  link.includes(encodeURIComponent(address)) ? link : link + encodeURIComponent(`\n\n${address}`);

/** @param {(text: string) => void} announce */
export function wireImpact(announce) {
  document.addEventListener("click", async (event) => {
    const button = /** @type {HTMLElement | null} */ (findTarget(event, "[data-message]"));
    if (!button) return;
    await navigator.clipboard.writeText(addAddress(button.dataset.message ?? "", window.location.href));
    announce("Message copied");
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), COPIED_MS);
  });
  document.addEventListener("lineage-inserted", ({ target }) => {
    const link = /** @type {HTMLElement} */ (target).querySelector("a[data-mail]");
    if (link instanceof HTMLAnchorElement) link.href = addAddressToMail(link.href, window.location.href);
  });
}
