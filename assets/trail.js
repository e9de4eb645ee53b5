/* The trail: the last focuses as crumbs over the picture, each a link to what was seen there. The tab remembers it. */
(() => {
  const LONGEST = 6;
  const KEY = window.lineage.shared ? "lineage-trail-shared" : "lineage-trail"; // each tells names of its own

  function recall() {
    try { return JSON.parse(sessionStorage.getItem(KEY)) || []; } catch { return []; }
  }

  /* Of several that are called alike, each tells what it is. */
  function called({ name, kind, start }, walked) {
    return kind && walked.some((other) => other.name === name && other.start !== start) ? `${name} (${kind})` : name;
  }

  function crumb(one, walked, here) {
    const { start, search } = one, link = document.createElement("a");
    link.href = search;
    link.textContent = link.title = called(one, walked);
    if (start === here) link.setAttribute("aria-current", "page");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.lineage.go(search);
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  /* A focus that is on the trail keeps its place there, so that Back and a crumb change nothing but where one is. */
  function trail(start, name, kind) {
    const here = { name, kind, start, search: window.location.search }, former = recall(), at = former.findIndex((one) => one.start === start);
    const walked = (at < 0 ? [...former, here] : former.with(at, here)).slice(-LONGEST);
    try { sessionStorage.setItem(KEY, JSON.stringify(walked)); } catch { /* full or forbidden: not worth a word */ }
    document.querySelector("#trail ol").replaceChildren(...walked.map((one) => crumb(one, walked, start)));
  }

  window.lineage = Object.assign(window.lineage || {}, { trail });
})();
