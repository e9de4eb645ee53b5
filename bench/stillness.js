// Runs in any page before its own scripts, and records when it last changed what can be seen.
(() => {
  let last = 0;
  let frames = 0;
  let drawn = 0;
  const note = () => {
    last = performance.now();
    frames = 0;
    drawn += 1;
  };
  const watch = (prototype, names) => {
    for (const name of names) {
      const draw = prototype[name];
      prototype[name] = function (...values) {
        note();
        return draw.apply(this, values);
      };
    }
  };
  watch(CanvasRenderingContext2D.prototype, ["fill", "stroke", "fillText", "drawImage", "clearRect", "fillRect"]);
  for (const kind of ["WebGLRenderingContext", "WebGL2RenderingContext"]) {
    if (window[kind]) watch(window[kind].prototype, ["drawArrays", "drawElements"]);
  }
  new MutationObserver(note).observe(document, { attributes: true, childList: true, subtree: true, characterData: true });
  let pending = 0;
  const send = window.fetch;
  window.fetch = async (...values) => {
    pending += 1;
    try {
      return await send(...values);
    } finally {
      pending -= 1;
      frames = 0; // what follows from the answer has 30 frames to begin
    }
  };
  const sendRequest = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...values) {
    pending += 1;
    this.addEventListener("loadend", () => {
      pending -= 1;
      frames = 0;
    });
    return sendRequest.apply(this, values);
  };
  const countFrame = () => {
    frames += 1;
    requestAnimationFrame(countFrame);
  };
  requestAnimationFrame(countFrame);
  // What is still waits for nothing, and has not changed for 1.2 s and 30 frames; the time is that of its last change.
  window.stillness = {
    isStill: () => drawn > 0 && pending === 0 && frames >= 30 && performance.now() - last > 1200,
    readLast: () => last,
    readKilobytes: () =>
      ["navigation", "resource"]
        .flatMap((kind) => performance.getEntriesByType(kind))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000,
  };
})();
