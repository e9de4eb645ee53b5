/* The ways through the picture that the explorer offers; a saved page has its own. */
(() => {
  /* Made here and not by the server: what stands in the box is nobody's but the browser's. */
  const BAR = `
    <span class="icon" style="--icon: var(--icon-search)" aria-hidden="true"></span>
    <input id="find" type="search" placeholder="Find in the picture" aria-label="Find an entity by name, type, source or ARN" autocomplete="off" spellcheck="false">
    <output id="found" for="find"></output>
    <button id="previous" type="button" title="Previous (Shift+Enter)" aria-label="Previous"><span class="icon" style="--icon: var(--icon-up)" aria-hidden="true"></span></button>
    <button id="next" type="button" title="Next (Enter)" aria-label="Next"><span class="icon" style="--icon: var(--icon-down)" aria-hidden="true"></span></button>
    <button type="button" title="Close (Esc)" aria-label="Close"><span class="icon" style="--icon: var(--icon-close)" aria-hidden="true"></span></button>`;

  function bar(cy) {
    const form = document.createElement("form");
    form.className = "find";
    form.role = "search";
    form.hidden = true;
    form.innerHTML = BAR;
    cy.container().parentElement.append(form);
  }

  function ways(cy) {
    const current = window.lineage.current(cy);
    bar(cy);
    const ends = window.lineage.ends(cy), { come } = window.lineage.keys(cy, current, ends), { open } = window.lineage.find(cy, current, come);
    window.lineage.outline(cy, current);
    window.lineage.lit(cy);
    window.lineage.entries(cy);
    window.lineage.menu(cy, current, come);
    window.lineage.growing(cy);
    window.lineage.badges(cy);
    document.getElementById("look-for").addEventListener("click", open);
  }

  window.lineage = Object.assign(window.lineage || {}, { ways });
})();
