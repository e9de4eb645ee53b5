import assert from "node:assert/strict";
import { test } from "node:test";
import {
  canCollapse,
  canExpand,
  countDrawn,
  describeChange,
  isCollapsed,
  withCollapse,
  withExpansion,
} from "./expand-collapse.js";

const node = (data) => ({ data: (name) => data[name] });
const added = { name: "train.csv", way: "upstream of", count: 3 };

test("expanding a card adds it and its side to the address", () => {
  assert.equal(withExpansion("?start=x", "a", "up"), "?start=x&grow=up:a");
});

test("expanding twice changes nothing", () => {
  assert.equal(withExpansion("?start=x&grow=up:a", "a", "up"), "?start=x&grow=up:a");
});

test("expanding a collapsed card brings it back first", () => {
  assert.equal(withExpansion("?start=x&fold=a&fold=b", "a", "both"), "?start=x&fold=b");
});

test("collapsing an expanded card takes back every expansion of it", () => {
  assert.equal(withCollapse("?start=x&grow=up:a&grow=all:a&grow=up:b", "a"), "?start=x&grow=up:b");
});

test("collapsing another card ends the graph there", () => {
  assert.equal(withCollapse("?start=x&fold=b", "a"), "?start=x&fold=b&fold=a");
});

test("a group cannot be expanded or collapsed: it opens", () => {
  const group = node({ role: "group" });
  assert.deepEqual([canExpand(group), Boolean(canCollapse(group))], [false, false]);
});

test("a collapsed card can only be expanded again", () => {
  const card = node({ role: "match", beyond: { contracted: true } });
  assert.deepEqual([isCollapsed(card), canExpand(card), Boolean(canCollapse(card))], [true, false, false]);
});

test("the focus can be collapsed only after it was expanded", () => {
  assert.equal(Boolean(canCollapse(node({ role: "start" }))), false);
  assert.equal(Boolean(canCollapse(node({ role: "start", beyond: { expanded: ["up"] } }))), true);
});

test("a group counts as all its members", () => {
  assert.equal(countDrawn([{}, { count: 40 }, {}]), 42);
});

test("what an expansion added is said with its place", () => {
  assert.equal(describeChange(added, [{}, {}, {}, {}]), "1 entity more, upstream of train.csv");
  assert.equal(describeChange(added, Array(6).fill({})), "3 entities more, upstream of train.csv");
});

test("an expansion that added nothing is said", () => {
  assert.equal(describeChange(added, [{}, {}, {}]), "Nothing more upstream of train.csv");
});

test("a collapse says how many went", () => {
  assert.equal(describeChange({ ...added, way: "beyond" }, [{}]), "2 entities fewer, beyond train.csv");
});
