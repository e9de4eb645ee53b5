// Tell the styles how high the answer is, in whole pixels: in a grid row it would begin at a fraction of one,
// and its text would be blurred.

export function observeAnswerHeight() {
  const observer = new ResizeObserver(([{ target }]) => {
    const answer = /** @type {HTMLElement} */ (target);
    answer.parentElement?.style.setProperty("--answer", `${answer.offsetHeight}px`);
  });
  document.addEventListener("lineage-marked", ({ target }) => {
    if (target instanceof HTMLElement && target.id === "answer") observer.observe(target);
  });
}
