/* Stands in any page before its own scripts: when it had painted, how long it was frozen, how fluently it pans. */
(() => {
  const tasks = [], marks = {};
  let draws = 0;

  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });

  /* The mouse, as pages listen to it. */
  function mouse(target, what, x, y, buttons) {
    const told = { bubbles: true, cancelable: true, clientX: x, clientY: y, buttons, pointerId: 1, pointerType: "mouse", isPrimary: true };
    target.dispatchEvent(new PointerEvent(`pointer${what}`, told));
    target.dispatchEvent(new MouseEvent(`mouse${what}`, told));
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
    /* Drags what lies at a point to and fro, a step a frame. A mouse that is moved from outside would wait for the page
       to take each step, and often miss a frame on the way there and back. */
    drag: (x, y, milliseconds) => new Promise((resolve) => {
      const target = document.elementFromPoint(x, y), begun = performance.now();
      let step = 0, last = begun, gap = 0;
      mouse(target, "down", x, y, 1);
      draws = 0;
      const frame = (now) => {
        gap = Math.max(gap, now - last);
        last = now;
        if (now - begun < milliseconds) {
          step += 4;
          mouse(target, "move", x + 60 - Math.abs((step % 240) - 120), y, 1);
          requestAnimationFrame(frame);
        } else {
          mouse(target, "up", x, y, 0);
          resolve({ draws, gap, spent: now - begun });
        }
      };
      requestAnimationFrame(frame);
    }),
  };
})();
