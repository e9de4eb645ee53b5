import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { findSavedView, getPreviousLayoutId, saveEntry } from "./history-state.js";

/** A history of one entry, as browsers have it. */
const history = {
  state: null,
  replaceState(state) {
    this.state = state;
  },
};

beforeEach(() => {
  history.state = null;
  globalThis.window = /** @type {any} */ ({ history });
});

const drawing = {
  placement: "layout-1",
  start: "a",
  elements: { nodes: [{ data: { id: "a" }, position: { x: 1, y: 2 } }] },
};
const camera = { zoom: 1, pan: { x: 0, y: 0 }, focus: { x: 1, y: 2 } };

test("an entry remembers the layout that it shows", () => {
  saveEntry(drawing);
  assert.equal(history.state.placement, "layout-1");
  assert.equal(getPreviousLayoutId(), "layout-1");
});

test("a new entry continues the layout that was shown last", () => {
  saveEntry(drawing);
  history.state = null;
  assert.equal(getPreviousLayoutId(), "layout-1");
});

test("the home screen makes no entry", () => {
  saveEntry({ placement: "", start: "" });
  assert.equal(history.state, null);
});

test("an entry that one returns to has its camera", () => {
  history.state = { entry: "before", camera };
  assert.deepEqual(findSavedView(drawing), camera);
});

test("the camera of an entry is not used where the focus stands elsewhere now", () => {
  history.state = { entry: "before", camera: { ...camera, focus: { x: 100, y: 2 } } };
  assert.equal(findSavedView(drawing), null);
});

test("the entry that is shown keeps its camera", () => {
  saveEntry(drawing);
  history.state = { ...history.state, camera };
  assert.equal(findSavedView(drawing), null);
});

test("a new entry has no camera", () => {
  assert.equal(findSavedView(drawing), null);
});
