/* Runs before the page's own scripts, and times a click and the finished view. */
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
      const response = await send(url, options);
      if (String(url).startsWith("screen?")) mark("answered");
      return response;
    } finally {
      openRequests -= 1;
    }
  };

  function watchPage() {
    isWatching = true;
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

  window.addEventListener("pointerup", (event) => mark("click", event.timeStamp), true);
  window.addEventListener("keydown", ({ key, timeStamp }) => { if (key === "Enter") mark("click", timeStamp); }, true);

  window.bench = {
    /* Begins a measurement of the next click and the view that follows. */
    begin() {
      if (!isWatching) watchPage();
      previousKey = document.getElementById("lineage").dataset.key;
      marks = {};
    },
    /* Adds a link to a picture, as panels have them, where nothing covers it. */
    addLink(arn) {
      const search = new URLSearchParams(window.location.search);
      search.set("start", arn);
      const link = Object.assign(document.createElement("a"), { id: "bench-link", href: `?${search}`, textContent: "Go" });
      link.style.cssText = "position: fixed; inset: 0 auto auto 50%; z-index: 9999";
      document.body.append(link);
    },
    isComplete: () => "complete" in marks,
    waitUntilIdle,
    readMarks: () => marks,
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
