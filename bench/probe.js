/* Runs before the page's own scripts, and records the steps from a click to the finished view. */
(() => {
  const IDLE_FRAMES = 60; // a second: longer than the page waits between two requests for names
  const IDLE_FRAME_MS = 150; // greatest time between two frames while little is computed and drawn
  const DRAWN_STATES = ["complete", "partial"];
  let marks = {}, previousKey = null, isWatching = false, openRequests = 0;

  const mark = (name, when = performance.now()) => { marks[name] ??= when; };

  const send = window.fetch;
  window.fetch = async (url, options) => {
    openRequests += 1;
    try {
      return watchScreen(url, await send(url, options));
    } finally {
      openRequests -= 1;
    }
  };

  function watchScreen(url, response) {
    if (!String(url).startsWith("screen?")) return response;
    const parse = response.json.bind(response);
    response.json = async () => {
      const screen = await parse();
      if (screen.drawing) mark("handover");
      return screen;
    };
    return response;
  }

  function watchPage() {
    isWatching = true;
    document.getElementById("graph")._cyreg.cy.on("lineage-drawn", () => {
      mark("graph_change");
      requestAnimationFrame(() => setTimeout(() => mark("paint"))); // Cytoscape asked for that frame before
    });
    const main = document.getElementById("lineage");
    new MutationObserver(() => {
      const { key, state } = main.dataset;
      if (key !== previousKey && DRAWN_STATES.includes(state)) mark("complete");
    }).observe(main, { attributeFilter: ["data-key", "data-state"] });
  }

  /* Resolves when nothing has been requested, computed or drawn for a second. */
  const waitUntilIdle = () => new Promise((resolve) => {
    let frames = 0, last = performance.now();
    const countFrame = (now) => {
      const isIdle = openRequests === 0 && now - last < IDLE_FRAME_MS;
      frames = isIdle ? frames + 1 : 0;
      last = now;
      if (frames === IDLE_FRAMES) resolve();
      else requestAnimationFrame(countFrame);
    };
    requestAnimationFrame(countFrame);
  });

  /* Click a link as those of the panels. */
  function followLink(search) {
    const link = Object.assign(document.createElement("a"), { href: search });
    document.getElementById("status").append(link);
    link.click();
    link.remove();
  }

  window.addEventListener("pointerup", (event) => mark("click", event.timeStamp), true);
  window.addEventListener("keydown", ({ key, timeStamp }) => { if (key === "Enter") mark("click", timeStamp); }, true);

  window.bench = {
    /* Begins a measurement of the next click and the view that follows. */
    begin() {
      if (!isWatching) watchPage();
      performance.clearResourceTimings();
      previousKey = document.getElementById("lineage").dataset.key;
      marks = {};
    },
    goBack() {
      mark("click");
      window.history.back();
    },
    goTo(arn) {
      const search = new URLSearchParams(window.location.search);
      search.set("start", arn);
      mark("click");
      followLink(`?${search}`);
    },
    isComplete: () => "complete" in marks,
    waitUntilIdle,
    readMarks() {
      const request = performance.getEntriesByType("resource").find(({ name }) => name.includes("/screen?"));
      return {
        ...marks,
        request: request.startTime,
        first_byte: request.responseStart,
        last_byte: request.responseEnd,
        compressed_bytes: request.encodedBodySize,
        plain_bytes: request.decodedBodySize,
      };
    },
    listVertices: () => document.getElementById("graph")._cyreg.cy.nodes().map((node) => node.id()),
    center: (arn) => {
      const { cy } = document.getElementById("graph")._cyreg;
      cy.stop(true).center(cy.getElementById(arn));
    },
    findPosition(arn) {
      const { cy } = document.getElementById("graph")._cyreg, box = cy.container().getBoundingClientRect();
      const { x, y } = cy.getElementById(arn).renderedPosition();
      return [x + box.x, y + box.y];
    },
  };
})();
