// Orientation of the graph: time flows to the right, or down.

const ACROSS = {
  ArrowLeft: "ArrowUp",
  ArrowUp: "ArrowLeft",
  ArrowRight: "ArrowDown",
  ArrowDown: "ArrowRight",
};
let down = false;

/* How far along the flow, and how far across it, something stands. */
const along = ({ x, y }) => (down ? y : x);
const across = ({ x, y }) => (down ? x : y);

/* The key that would mean the same in a picture that flows to the right. */
const mapKey = (pressed) => (down ? (ACROSS[pressed] ?? pressed) : pressed);

/* The flow of the graph that is drawn: "down" or "right". */
function set(flow) {
  down = flow === "down";
  document.getElementById("flow")?.setAttribute("aria-pressed", String(down)); // a saved page flows as it was saved
}

export const orientation = { along, across, mapKey, set, isDown: () => down };
