/* What an entry of the history remembers: how its picture was placed, and where one looked, so that Back, Forward and a
   reload restore what was seen. */
(() => {
  const REST_MS = 150; // after it the camera has come to rest
  let looked = "", shown = null;

  /* The name of the placement to continue: this entry's own, where one was here before; else the one looked at. */
  const former = () => window.history.state?.placement ?? looked;

  const remember = (what) => window.history.replaceState({ ...window.history.state, ...what }, "");

  /* The picture that is drawn now belongs to this entry. */
  function enter({ placement, start }) {
    looked = placement;
    if (!start) return;
    shown = window.history.state?.entry ?? String(performance.timeOrigin + performance.now());
    remember({ entry: shown, placement });
  }

  /* Where one looked when one was here before, in the window; null for a new entry, for the one that is shown, and where
     the focus stands elsewhere now. */
  function recalled({ start, elements }) {
    const { entry, camera } = window.history.state ?? {}, node = elements?.nodes.find(({ data }) => data.id === start);
    if (!camera || !node || entry === shown) return null;
    return Math.hypot(node.position.x - camera.focus.x, node.position.y - camera.focus.y) < 1 ? camera : null;
  }

  function entries(cy) {
    let resting;

    /* An entry that one has left already keeps what it remembers. */
    function note() {
      const start = cy.nodes(".start"), { camera } = window.lineage;
      if (start.empty() || window.history.state?.entry !== shown) return;
      const { x, y } = cy.container().getBoundingClientRect();
      remember({ camera: { ...camera.shifted(camera.view(cy), { x, y }), focus: { ...start.position() } } });
    }

    cy.on("viewport lineage-drawn", () => {
      clearTimeout(resting);
      resting = setTimeout(note, REST_MS);
    });
    window.addEventListener("pagehide", note);
  }

  window.lineage = Object.assign(window.lineage || {}, { former, enter, recalled, entries });
})();
