import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeNode } from "../testing/fake-graph.js";
import {
  canCollapse,
  canExpand,
  countEntities,
  createExpansion,
  describeChange,
  isCollapsed,
} from "./expand-collapse.js";

test("a card can be expanded, a group and a collapsed card cannot", () => {
  assert.ok(canExpand(fakeNode({})));
  assert.ok(!canExpand(fakeNode({ role: "group" })));
  assert.ok(!canExpand(fakeNode({ beyond: { contracted: true } })));
});

test("the start can be collapsed only where it was expanded", () => {
  assert.ok(!canCollapse(fakeNode({ role: "start" })));
  assert.ok(canCollapse(fakeNode({ role: "start", beyond: { expanded: ["up"] } })));
  assert.ok(canCollapse(fakeNode({ role: "match" })));
});

test("a collapsed card is known by its badge", () => {
  assert.ok(isCollapsed(fakeNode({ beyond: { contracted: true } })));
  assert.ok(!isCollapsed(fakeNode({})));
});

test("a group counts as all of its members", () => {
  assert.equal(countEntities([{}, { count: 12 }, {}]), 14);
});

test("a change is said in entities", () => {
  assert.equal(describeChange(0, "upstream of", "A"), "Nothing more to show upstream of A");
  assert.equal(describeChange(1, "upstream of", "A"), "1 entity more, upstream of A");
  assert.equal(describeChange(1200, "around", "A"), "1,200 entities more, around A");
  assert.equal(describeChange(-3, "beyond", "A"), "3 entities fewer, beyond A");
});

/** An expansion over a graph of one card, and what it asked for. */
function createRecorded(node) {
  const calls = [];
  const cy = { on: () => {}, nodes: () => [node] };
  const expansion = createExpansion(cy, {
    url: { withExpansion: (id, reach) => `expand ${id} ${reach}`, withCollapse: (id) => `collapse ${id}` },
    navigation: { go: (search) => calls.push(search), focus: (id) => calls.push(`focus ${id}`) },
    camera: { releaseFit: () => calls.push("release") },
    tooltip: {},
    announce: () => {},
  });
  const whole = Object.assign(node, { cy: () => cy });
  return { calls, expand: (reach) => expansion.expand(whole, reach), collapse: () => expansion.collapse(whole) };
}

test("an expanded graph is not fitted into the window again", () => {
  const { calls, expand } = createRecorded(fakeNode({}));
  expand("up");
  assert.deepEqual(calls, ["release", "expand arn:a up"]);
});

test("expanding a group opens it", () => {
  const { calls, expand } = createRecorded(fakeNode({ id: "group:g", role: "group" }));
  expand();
  assert.deepEqual(calls, ["focus group:g"]);
});

test("collapsing the start that was not expanded does nothing", () => {
  const { calls, collapse } = createRecorded(fakeNode({ role: "start" }));
  collapse();
  assert.deepEqual(calls, []);
});
