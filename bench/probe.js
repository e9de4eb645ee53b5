/* Stands in the page before its own scripts, and notes when what happens on the way from a click to a picture. */
(() => {
  const QUIET_FRAMES = 60; // a second: longer than the page waits between two questions for names
  const FLUENT_MS = 150; // between two frames while little is computed and drawn
  const DRAWN = ["complete", "partial"];
  let marks = {}, before = null, watched = false, underWay = 0;

  const mark = (name, when = performance.now()) => { marks[name] ??= when; };

  const send = window.fetch;
  window.fetch = async (url, options) => {
    underWay += 1;
    try {
      return await send(url, options);
    } finally {
      underWay -= 1;
    }
  };

  function watch() {
    watched = true;
    const { draw } = window.lineage;
    window.lineage.draw = async (drawing) => {
      mark("handed");
      await draw(drawing);
      mark("painted");
    };
    document.getElementById("graph")._cyreg.cy.on("lineage-drawn", () => mark("changed"));
    const main = document.getElementById("lineage");
    new MutationObserver(() => {
      const { key, state } = main.dataset;
      if (key !== before && DRAWN.includes(state)) mark("drawn");
    }).observe(main, { attributeFilter: ["data-key", "data-state"] });
  }

  /* Resolves when nothing was asked, computed or drawn for a second. */
  const quiet = () => new Promise((resolve) => {
    let frames = 0, last = performance.now();
    const frame = (now) => {
      const idle = underWay === 0 && now - last < FLUENT_MS;
      frames = idle ? frames + 1 : 0;
      last = now;
      if (frames === QUIET_FRAMES) resolve();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

  window.addEventListener("pointerup", (event) => mark("click", event.timeStamp), true);

  window.bench = {
    /* Begins a measurement: the next click, and the picture that follows. */
    arm() {
      if (!watched) watch();
      performance.clearResourceTimings();
      before = document.getElementById("lineage").dataset.key;
      marks = {};
    },
    back() {
      mark("click");
      window.history.back();
    },
    follow(arn) {
      mark("click");
      window.lineage.focus(arn);
    },
    drawn: () => "drawn" in marks,
    quiet,
    read() {
      const request = performance.getEntriesByType("resource").find(({ name }) => name.includes("/screen?"));
      return {
        ...marks,
        asked: request.startTime,
        answered: request.responseStart,
        received: request.responseEnd,
        sent_bytes: request.encodedBodySize,
        plain_bytes: request.decodedBodySize,
      };
    },
    shown: () => document.getElementById("graph")._cyreg.cy.nodes().map((node) => node.id()),
    show: (arn) => {
      const { cy } = document.getElementById("graph")._cyreg;
      cy.stop(true).center(cy.getElementById(arn));
    },
    place(arn) {
      const { cy } = document.getElementById("graph")._cyreg, box = cy.container().getBoundingClientRect();
      const { x, y } = cy.getElementById(arn).renderedPosition();
      return [x + box.x, y + box.y];
    },
  };
})();
