/* Records when a first view is drawn, when it is complete, and when all cards have their names. */
(() => {
  let marks = {}, beginning = 0, previousKey = "";

  function checkPage() {
    const main = document.getElementById("lineage"), { state, key, vertices } = main?.dataset ?? {};
    if (key !== previousKey && ["partial", "complete"].includes(state)) {
      const mark = (name) => { marks[name] ??= performance.now() - beginning; };
      mark("first");
      if (main.getAttribute("aria-busy") !== "true") {
        mark("complete");
        const line = document.getElementById("completeness").textContent;
        marks.entities = Number(vertices);
        marks.pages = Number(line.match(/(\d[\d,]*) pages?/)?.[1].replace(",", "") ?? 0);
        if (line && !line.includes("still being read")) mark("named");
      }
    }
    requestAnimationFrame(checkPage);
  }

  function begin() {
    marks = {};
    previousKey = document.getElementById("lineage").dataset.key ?? "";
    beginning = performance.now();
  }

  window.latency = {
    goTo(search) {
      begin();
      const link = Object.assign(document.createElement("a"), { href: search });
      document.getElementById("status").append(link); // clicked as the links of the panels
      link.click();
      link.remove();
    },
    goBack() {
      begin();
      window.history.back();
    },
    isMarked: (name) => name in marks,
    readMarks: () => marks,
  };
  requestAnimationFrame(checkPage);
})();
