// Compares with the day that a reader types, and says beside the field what is wrong with it.

import { listValues } from "./markup.js";

const CHECK_MS = 3000; // after which the page itself says what is wrong

/**
 * Return why a comparison cannot be made; empty if it can, or if that takes long to say.
 *
 * @param {string} search
 * @param {typeof fetch} send
 */
export async function findFault(search, send = fetch) {
  try {
    const response = await send(`api/v1/compare${search}`, { signal: AbortSignal.timeout(CHECK_MS) });
    return response.status === 400 ? String((await response.json()).error?.detail ?? "") : "";
  } catch {
    return "";
  }
}

/** @param {HTMLFormElement} form @param {string} fault */
function showFault(form, fault) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("as_of"));
  const place = /** @type {HTMLElement} */ (form.querySelector(".field-error"));
  place.id = "day-error";
  place.textContent = fault;
  input.removeAttribute("aria-invalid");
  if (!fault) return;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", place.id);
  input.focus();
}

/**
 * @param {object} options
 * @param {(search: string) => void} options.go
 * @param {(fields: string[][]) => string} options.formatFields returns the address with some parameters
 */
export function wireDayForm({ go, formatFields }) {
  /** @param {HTMLFormElement} form */
  async function compare(form) {
    const search = formatFields(listValues(new FormData(form)));
    showFault(form, "");
    const fault = await findFault(search);
    if (!form.isConnected) return;
    if (fault) showFault(form, fault);
    else go(search);
  }

  // Before all other forms, which are followed unchecked.
  document.addEventListener(
    "submit",
    (event) => {
      const { target } = event;
      if (!(target instanceof HTMLFormElement) || !target.matches(".day-form")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      compare(target);
    },
    { capture: true },
  );
}
