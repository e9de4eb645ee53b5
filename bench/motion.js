/* Runs in any page before its own scripts, and measures paints, long tasks and redraws while panning. */
(() => {
  const tasks = [], marks = {};
  let draws = 0;

  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });

  /* Dispatches a mouse event in both forms that pages listen to. */
  function dispatchMouse(target, type, x, y, buttons) {
    const options = { bubbles: true, cancelable: true, clientX: x, clientY: y, buttons, pointerId: 1, pointerType: "mouse", isPrimary: true };
    target.dispatchEvent(new PointerEvent(`pointer${type}`, options));
    target.dispatchEvent(new MouseEvent(`mouse${type}`, options));
  }

  window.motion = {
    /* To be called by a page at each of its redraws. */
    countDraw: () => { draws += 1; },
    /* To be called by a page when it has made the canvas draw: the pixels are visible two frames later. */
    markPaint: (name) => requestAnimationFrame(() => requestAnimationFrame(() => { marks[name] ??= performance.now(); })),
    markNow: (name) => { marks[name] = performance.now(); },
    readMarks: () => marks,
    /* The longest task of the main thread since a moment, in milliseconds; browsers report none under 50. */
    findLongestTask: (since) => Math.max(0, ...tasks.filter(({ startTime, duration }) => startTime + duration > since).map(({ duration }) => duration)),
    /* Drags what is at a point back and forth, a step each frame. A mouse that is moved from outside would wait for the
       page to take each step, and often miss a frame on the way there and back. */
    drag: (x, y, milliseconds) => new Promise((resolve) => {
      const target = document.elementFromPoint(x, y), beginning = performance.now();
      let step = 0, last = beginning, gap = 0;
      dispatchMouse(target, "down", x, y, 1);
      draws = 0;
      const moveOnFrame = (now) => {
        gap = Math.max(gap, now - last);
        last = now;
        if (now - beginning < milliseconds) {
          step += 4;
          dispatchMouse(target, "move", x + 60 - Math.abs((step % 240) - 120), y, 1);
          requestAnimationFrame(moveOnFrame);
        } else {
          dispatchMouse(target, "up", x, y, 0);
          resolve({ draws, gap, duration: now - beginning });
        }
      };
      requestAnimationFrame(moveOnFrame);
    }),
  };
})();
