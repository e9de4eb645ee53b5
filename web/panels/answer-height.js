// Leaves the graph all room below the answer: styles cannot measure it. It is measured in whole pixels, because a
// canvas that begins at a fraction of one, as in a grid, is blurred.

export function watchAnswerHeight() {
  const observer = new ResizeObserver(([{ target }]) => {
    const answer = /** @type {HTMLElement} */ (target);
    answer.parentElement?.style.setProperty("--answer", `${answer.offsetHeight}px`);
  });
  document.addEventListener("lineage-inserted", ({ target }) => {
    if (target instanceof Element && target.id === "answer") observer.observe(target);
  });
}
