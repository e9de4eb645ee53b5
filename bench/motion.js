/* Stands in any page before its own scripts: when it had painted, how long it was frozen, how fluently it pans. */
(() => {
  const tasks = [], marks = {};
  let draws = 0, frames = 0, last = 0, gap = 0, panning = false;

  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });

  function frame(now) {
    frames += 1;
    gap = Math.max(gap, now - last);
    last = now;
    if (panning) requestAnimationFrame(frame);
  }

  window.motion = {
    /* Called by a page at each of its redraws. */
    drew: () => { draws += 1; },
    /* Called by a page when it has told the canvas to draw: pixels are out two frames later. */
    mark: (name) => requestAnimationFrame(() => requestAnimationFrame(() => { marks[name] ??= performance.now(); })),
    now: (name) => { marks[name] = performance.now(); },
    marks: () => marks,
    /* The longest task of the main thread since a moment, in milliseconds; what is shorter than 50 is no task. */
    frozen: (since) => Math.max(0, ...tasks.filter(({ startTime, duration }) => startTime + duration > since).map(({ duration }) => duration)),
    begin() {
      [draws, frames, gap, last, panning] = [0, 0, 0, performance.now(), true];
      requestAnimationFrame(frame);
    },
    end() {
      panning = false;
      return { draws, frames, gap };
    },
  };
})();
