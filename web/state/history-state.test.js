import assert from "node:assert/strict";
import { test } from "node:test";
import { placeNode } from "../testing/fake-graph.js";
import { createHistoryState } from "./history-state.js";

/** A history of which one entry is current. */
class FakeHistory {
  state = null;

  replaceState(state) {
    this.state = state;
  }
}

const drawingAt = (x, y) => ({ start: "a", placement: "p1", elements: { nodes: [placeNode("a", x, y)] } });
const camera = (x, y) => ({ zoom: 1, pan: { x: 0, y: 0 }, focus: { x, y } });

function createState() {
  const history = new FakeHistory();
  const ids = ["first", "second", "third"];
  return { history, state: createHistoryState(history, () => ids.shift()) };
}

test("the layout to continue is that of the graph that is shown", () => {
  const { history, state } = createState();
  assert.equal(state.getPreviousLayout(), "");
  state.saveEntry(drawingAt(0, 0));
  history.state = null; // a new entry
  assert.equal(state.getPreviousLayout(), "p1");
});

test("an entry that was here before continues its own layout", () => {
  const { history, state } = createState();
  state.saveEntry(drawingAt(0, 0));
  history.state = { placement: "p0" };
  assert.equal(state.getPreviousLayout(), "p0");
});

test("the first screen gets no entry", () => {
  const { history, state } = createState();
  state.saveEntry({ start: "", placement: "" });
  assert.equal(history.state, null);
});

test("a saved view is found when its entry comes back", () => {
  const { history, state } = createState();
  state.saveEntry(drawingAt(5, 5));
  state.saveCamera(camera(5, 5));
  const before = history.state;
  history.state = null;
  state.saveEntry(drawingAt(5, 5));
  history.state = before;
  assert.deepEqual(state.findSavedView(drawingAt(5, 5)), camera(5, 5));
});

test("no view is restored for the entry that is shown", () => {
  const { state } = createState();
  state.saveEntry(drawingAt(5, 5));
  state.saveCamera(camera(5, 5));
  assert.equal(state.findSavedView(drawingAt(5, 5)), null);
});

test("no view is restored if the focus stands elsewhere now", () => {
  const { history, state } = createState();
  history.state = { entry: "another", camera: camera(5, 5) };
  assert.equal(state.findSavedView(drawingAt(50, 5)), null);
});

test("a view is not saved with an entry that the history has left", () => {
  const { history, state } = createState();
  state.saveEntry(drawingAt(0, 0));
  history.state = { entry: "another" };
  state.saveCamera(camera(1, 1));
  assert.deepEqual(history.state, { entry: "another" });
});

test("a table keeps its order when its scroll position is saved", () => {
  const { state } = createState();
  state.saveTable("table", { column: 2, down: true });
  state.saveTable("table", { top: 40 });
  assert.deepEqual(state.getTable("table"), { column: 2, down: true, top: 40 });
  assert.deepEqual(state.getTable("answer"), {});
});
