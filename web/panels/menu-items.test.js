import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fakeNode } from "../testing/fake-graph.js";
import { listCanvasItems, listCardItems } from "./menu-items.js";

let calls;
let picked;
let isMoved;
let starts;

beforeEach(() => {
  calls = [];
  picked = null;
  isMoved = false;
  starts = ["focus"];
  globalThis.window = { location: { origin: "http://host", pathname: "/", href: "http://host/?start=a" } };
});

const actions = () => ({
  navigation: {
    focus: (id, inNewTab = false) => calls.push(["focus", id, inNewTab]),
    linkTo: (id) => `?start=${id}`,
    go: (search) => calls.push(["go", search]),
  },
  expansion: {
    expand: (node, reach) => calls.push(["expand", node.id(), reach]),
    collapse: (node) => calls.push(["collapse", node.id()]),
  },
  pathPicker: { pick: (node, asked) => calls.push(["pick", node.id(), asked]), getPicked: () => picked },
  look: (look) => calls.push(["look", look]),
  openFind: () => calls.push(["find"]),
  copy: (text, what) => calls.push(["copy", text, what]),
  url: {
    hasMoves: () => isMoved,
    withoutMoves: () => "?start=a",
    getStarts: () => starts,
    withStarts: (arns) => `?${arns.join("&")}`,
  },
});
const titles = (data) => listCardItems(fakeNode(data), actions()).map(({ title }) => title);
const run = (items, title) => items.find((item) => item.title === title).run();

test("the menu of a card offers focus, expansion, paths and copies, in this order", () => {
  assert.deepEqual(titles({}), [
    "Focus here",
    "Details",
    "Add to starts",
    "Open in new tab",
    "Expand upstream",
    "Expand downstream",
    "Expand both sides",
    "Show all upstream",
    "Show all downstream",
    "Collapse",
    "Paths from here",
    "Copy ARN",
    "Copy link",
  ]);
});

test("the start is not a new focus, and cannot be contracted before it was expanded", () => {
  const shown = titles({ id: "focus", role: "start" });
  assert.ok(!shown.includes("Focus here"));
  assert.ok(!shown.some((title) => title.includes("starts")));
  assert.ok(!shown.includes("Collapse"));
});

test("another entity is added to the starts, and removed again", () => {
  run(listCardItems(fakeNode({ id: "arn:a" }), actions()), "Add to starts");
  starts = ["focus", "arn:a", "arn:b"];
  run(listCardItems(fakeNode({ id: "arn:a", role: "start" }), actions()), "Remove from starts");
  assert.deepEqual(calls, [
    ["go", "?focus&arn:a"],
    ["go", "?focus&arn:b"],
  ]);
});

test("a group opens, and is neither expanded nor an end of paths", () => {
  assert.deepEqual(titles({ id: "group:g", role: "group" }), ["Open", "Open in new tab", "Copy link"]);
});

test("a collapsed card is only expanded again", () => {
  const shown = titles({ beyond: { contracted: true } });
  assert.ok(shown.includes("Expand again"));
  assert.ok(!shown.includes("Expand upstream"));
  assert.ok(!shown.includes("Collapse"));
});

test("while an end is picked, another card is the other end and the picked one offers no paths", () => {
  picked = "arn:a";
  assert.ok(titles({ id: "arn:b" }).includes("Paths to here"));
  assert.ok(!titles({ id: "arn:a" }).some((title) => title.startsWith("Paths")));
});

test("items say on which side their neighbors would stand", () => {
  const items = listCardItems(fakeNode({}), actions());
  assert.deepEqual(
    items.filter(({ side }) => side).map(({ title, side }) => [title, side]),
    [
      ["Expand upstream", "up"],
      ["Expand downstream", "down"],
    ],
  );
});

test("items do what they say", () => {
  const items = listCardItems(fakeNode({}), actions());
  for (const title of ["Focus here", "Open in new tab", "Show all upstream", "Collapse", "Paths from here"]) {
    run(items, title);
  }
  run(items, "Copy link");
  assert.deepEqual(calls, [
    ["focus", "arn:a", false],
    ["focus", "arn:a", true],
    ["expand", "arn:a", "all-up"],
    ["collapse", "arn:a"],
    ["pick", "arn:a", true],
    ["copy", "http://host/?start=arn:a", "Link"],
  ]);
});

test("the canvas offers to put moved cards back, where any were moved", () => {
  isMoved = true;
  run(listCanvasItems(actions()), "Reset layout");
  assert.deepEqual(calls, [["go", "?start=a"]]);
});

test("the canvas offers views, find and a copy of its address", () => {
  const items = listCanvasItems(actions());
  for (const { run: act } of items) act();
  assert.deepEqual(calls, [["look", "fit"], ["look", "center"], ["find"], ["copy", "http://host/?start=a", "Link"]]);
});
