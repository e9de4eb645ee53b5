import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePart, chooseTab } from "./phone-tabs.js";

test("a new question opens with its answer", () => {
  assert.equal(chooseTab("picture", "model-datasets", ""), "answer");
});

test("the chosen tab stays while the question does", () => {
  assert.equal(chooseTab("picture", "model-datasets", "model-datasets"), "picture");
});

test("without a question, the list comes first and the answer is left", () => {
  assert.equal(chooseTab(undefined, "", ""), "list");
  assert.equal(chooseTab("answer", "", "model-datasets"), "list");
});

test("a view other than the graph is shown instead of list and picture, but not of the details", () => {
  assert.equal(choosePart("list", "timeline"), "document");
  assert.equal(choosePart("details", "timeline"), "details");
  assert.equal(choosePart("picture", "graph"), "picture");
});
