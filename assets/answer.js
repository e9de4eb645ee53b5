/* The picture has all that the answer over it leaves: told to the styles, which cannot measure it,
   in whole pixels: in a grid row it would begin at a fraction of one, and its text would be blurred. */
(() => {
  const tell = ([{ target }]) => target.parentElement.style.setProperty("--answer", `${target.offsetHeight}px`);
  const observer = new ResizeObserver(tell);

  document.addEventListener("lineage-marked", ({ target }) => { if (target.id === "answer") observer.observe(target); });
})();
