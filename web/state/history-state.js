// What a history entry remembers: layout, camera, and which entry it is.

const REST_MS = 150; // after it the camera has come to rest
let shownLayoutId = "",
  shownEntry = null;

/* The name of the placement to continue: this entry's own, where one was here before; else the one looked at. */
export const getPreviousLayoutId = () => window.history.state?.placement ?? shownLayoutId;

const updateState = (what) => window.history.replaceState({ ...window.history.state, ...what }, "");

/* The picture that is drawn now belongs to this entry. */
export function saveEntry({ placement, start }) {
  shownLayoutId = placement;
  if (!start) return;
  shownEntry = window.history.state?.entry ?? String(performance.timeOrigin + performance.now());
  updateState({ entry: shownEntry, placement });
}

/* Where one looked when one was here before, in the window; null for a new entry, for the one that is shown, and where
   the focus stands elsewhere now. */
export function findSavedView({ start, elements }) {
  const { entry, camera } = window.history.state ?? {},
    node = elements?.nodes.find(({ data }) => data.id === start);
  if (!camera || !node || entry === shownEntry) return null;
  return Math.hypot(node.position.x - camera.focus.x, node.position.y - camera.focus.y) < 1 ? camera : null;
}

export function trackHistory(cy) {
  let timer;

  /* An entry that one has left already keeps what it remembers. */
  function saveCamera() {
    const start = cy.nodes(".start");
    if (start.empty() || window.history.state?.entry !== shownEntry) return;
    const { x, y } = cy.container().getBoundingClientRect();
    updateState({
      camera: {
        zoom: cy.zoom(),
        pan: { x: cy.pan().x + x, y: cy.pan().y + y },
        focus: { ...start.position() },
      },
    });
  }

  cy.on("viewport lineage-drawn", () => {
    clearTimeout(timer);
    timer = setTimeout(saveCamera, REST_MS);
  });
  window.addEventListener("pagehide", saveCamera);
}
