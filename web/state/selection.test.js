import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createSelection } from "./selection.js";

let calls;
let handlers;
let selection;

/** A card that records its classes. */
function createCard(id) {
  const classes = new Set();
  return {
    id,
    classes,
    isRemoved: false,
    addClass: (name) => classes.add(name),
    removeClass: (name) => classes.delete(name),
    removed() {
      return this.isRemoved;
    },
  };
}

beforeEach(() => {
  calls = [];
  handlers = new Map();
  globalThis.requestIdleCallback = (run) => run();
  const cy = {
    on: (events, ...rest) => handlers.set(events, rest.at(-1)),
    emit: (event, [node]) => calls.push([event, node?.id ?? null]),
    container: () => null,
  };
  selection = createSelection(cy, {
    highlight: (node) => calls.push(["highlight", node.id]),
    clearHighlight: () => calls.push(["clear"]),
    reveal: async (node) => calls.push(["reveal", node.id]),
  });
});

test("a selected card is outlined, highlighted with its relatives, announced and revealed", () => {
  const card = createCard("a");
  selection.select(card);
  assert.equal(selection.getSelected(), card);
  assert.ok(card.classes.has("current"));
  assert.deepEqual(calls, [
    ["highlight", "a"],
    ["lineage-selected", "a"],
    ["reveal", "a"],
  ]);
});

test("another selection takes the outline away from the former", () => {
  const [one, other] = [createCard("a"), createCard("b")];
  selection.select(one);
  selection.select(other);
  assert.ok(!one.classes.has("current"));
  assert.ok(other.classes.has("current"));
});

test("a match is selected without its relatives, and what was highlighted is cleared", () => {
  selection.select(createCard("a"));
  calls.length = 0;
  selection.select(createCard("b"), { withRelatives: false });
  assert.deepEqual(calls, [["clear"], ["lineage-selected", "b"], ["reveal", "b"]]);
});

test("a card is not revealed where nothing is to move", () => {
  selection.select(createCard("a"), { move: false });
  assert.ok(!calls.some(([name]) => name === "reveal"));
});

test("the highlight comes back when the pointer leaves another card", () => {
  selection.select(createCard("a"));
  calls.length = 0;
  handlers.get("mouseout")();
  assert.deepEqual(calls, [["highlight", "a"]]);
});

test("a card that is not drawn any more is not selected any more", () => {
  const card = createCard("a");
  selection.select(card);
  card.isRemoved = true;
  handlers.get("lineage-drawn")();
  assert.equal(selection.getSelected(), null);
});

test("a card that stays in a new graph keeps its outline, without highlight", () => {
  const card = createCard("a");
  selection.select(card);
  card.classes.clear();
  handlers.get("lineage-drawn")();
  calls.length = 0;
  handlers.get("mouseout")();
  assert.ok(card.classes.has("current"));
  assert.deepEqual(calls, []);
});

test("a card that is selected while a new graph settles stays highlighted", () => {
  handlers.get("lineage-drawn")();
  selection.select(createCard("a"));
  calls.length = 0;
  handlers.get("lineage-settled")();
  assert.deepEqual(calls, [["highlight", "a"]]);
});
