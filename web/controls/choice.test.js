import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { renderChoice } from "./choice.js";

const DIRECTIONS = [
  { value: "up", label: "Upstream", icon: "up", meaning: "What it was made from" },
  { value: "down", label: "Downstream" },
];

beforeEach(() => {
  const createElement = (tag, props, ...children) => ({ tag, props, children: children.flat() });
  globalThis.window = { React: { createElement } };
});
afterEach(() => {
  delete globalThis.window;
});

const findAll = (node, tag) => [
  ...(node?.tag === tag ? [node] : []),
  ...(node?.children ?? []).flatMap((child) => findAll(child, tag)),
];

test("one of a choice's options is chosen, and the others can be", () => {
  const told = [];
  const choice = renderChoice({ id: "way", value: "down", data: DIRECTIONS, setProps: (props) => told.push(props) });
  const boxes = findAll(choice, "input");
  assert.deepEqual(
    boxes.map(({ props }) => [props.name, props.value, props.checked]),
    [
      ["way", "up", false],
      ["way", "down", true],
    ],
  );
  boxes[0].props.onChange();
  assert.deepEqual(told, [{ value: "up" }]);
});

test("a card tells screen readers what it means", () => {
  const choice = renderChoice({ id: "way", label: "Direction", value: "up", data: DIRECTIONS, setProps: () => {} });
  assert.deepEqual(
    findAll(choice, "input").map(({ props }) => props["aria-label"]),
    ["Upstream: What it was made from", undefined],
  );
});
