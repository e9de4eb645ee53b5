/* Stands in the page, and notes when something is drawn, when all is, and when all has its name. */
(() => {
  let marks = {}, began = 0, before = "";

  function look() {
    const main = document.getElementById("lineage"), { state, key, vertices } = main?.dataset ?? {};
    if (key !== before && ["partial", "complete"].includes(state)) {
      const mark = (name) => { marks[name] ??= performance.now() - began; };
      mark("first");
      if (main.getAttribute("aria-busy") !== "true") {
        mark("complete");
        const line = document.getElementById("completeness").textContent;
        marks.entities = Number(vertices);
        marks.pages = Number(line.match(/(\d[\d,]*) pages?/)?.[1].replace(",", "") ?? 0);
        if (line && !line.includes("still being read")) mark("named");
      }
    }
    requestAnimationFrame(look);
  }

  function arm() {
    marks = {};
    before = document.getElementById("lineage").dataset.key ?? "";
    began = performance.now();
  }

  window.far = {
    ask(search) {
      arm();
      window.lineage.go(search);
    },
    back() {
      arm();
      window.history.back();
    },
    seen: (name) => name in marks,
    read: () => marks,
  };
  requestAnimationFrame(look);
})();
