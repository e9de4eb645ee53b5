// Buttons that the explorer and saved pages have: the toolbar's, and those that copy.

const COPIED_MS = 1500;
/** @type {Record<string, string>} */
const VIEWS = { fit: "fit", centre: "centre", "zoom-in": "in", "zoom-out": "out" };

/** @param {HTMLElement} button @param {string} text */
async function copyText(button, text) {
  await navigator.clipboard.writeText(text);
  button.classList.add("copied");
  setTimeout(() => button.classList.remove("copied"), COPIED_MS);
}

/** @param {(view: string) => void} moveTo */
export function registerPageButtons(moveTo) {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (!button) return;
    if (button.dataset.copy) copyText(button, button.dataset.copy);
    else if (button.id === "copy-link") copyText(button, window.location.href);
    else if (button.id in VIEWS) moveTo(VIEWS[button.id]);
  });
  document.addEventListener("submit", (event) => event.preventDefault());
}
