/* The legend is the filter: a click hides what an entry counts, or shows it again; with Shift, Ctrl or Command, or a
   double click, everything else goes, or comes back. What is hidden stands in the address. */
(() => {
  const entries = () => [...document.querySelectorAll("#legend .entry")];
  const title = (entry) => entry.querySelector(".title").textContent;
  const hiding = (entry) => JSON.parse(entry.dataset.words); // words of the address that hide some of it
  const hidden = () => new Set(new URLSearchParams(window.location.search).getAll("hide"));

  function toggled(entry) {
    const words = hidden();
    if (entry.getAttribute("aria-pressed") === "true") words.add(entry.dataset.word);
    else for (const word of hiding(entry)) words.delete(word);
    return words;
  }

  /* Alone, or if it is alone already, with all others. */
  function alone(entry) {
    const words = hidden(), before = [...words].sort().join();
    for (const word of [...hiding(entry), entry.dataset.word]) words.delete(word);
    for (const other of entries()) if (other !== entry) words.add(other.dataset.word);
    return [...words].sort().join() === before ? new Set() : words;
  }

  function said(entry, words) {
    if (!words.size) return "Everything is shown";
    return `${title(entry)} ${words.has(entry.dataset.word) ? "hidden" : "shown"}, ${words.size} hidden in all`;
  }

  /* The legend that follows is another: the keyboard stays at the same entry of it. */
  function stay(word) {
    const legend = document.getElementById("legend");
    const observer = new MutationObserver(() => {
      observer.disconnect();
      if (document.activeElement === document.body) entries().find((entry) => entry.dataset.word === word)?.focus();
    });
    observer.observe(legend, { childList: true, subtree: true });
  }

  document.addEventListener("click", (event) => {
    const entry = event.target.closest("#legend .entry");
    if (!entry) return;
    const only = event.shiftKey || event.ctrlKey || event.metaKey || event.detail === 2;
    const words = only ? alone(entry) : toggled(entry);
    document.getElementById("spoken").textContent = said(entry, words);
    stay(entry.dataset.word);
    window.lineage.hide([...words].sort());
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest("#legend .show-all")) stay(entries()[0].dataset.word);
  });
})();
