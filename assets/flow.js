/* Which way time flows in the picture: to the right, or down. Who needs to know asks here. */
(() => {
  const ACROSS = { ArrowLeft: "ArrowUp", ArrowUp: "ArrowLeft", ArrowRight: "ArrowDown", ArrowDown: "ArrowRight" };
  let down = false;

  /* How far along the flow, and how far across it, something stands. */
  const along = ({ x, y }) => (down ? y : x);
  const across = ({ x, y }) => (down ? x : y);

  /* The key that would mean the same in a picture that flows to the right. */
  const key = (pressed) => (down ? ACROSS[pressed] ?? pressed : pressed);

  function set(flow) {
    down = flow === "down";
    document.getElementById("flow")?.setAttribute("aria-pressed", String(down)); // a saved page flows as it was saved
  }

  window.lineage = Object.assign(window.lineage || {}, { flow: { along, across, key, set, isDown: () => down } });
})();
