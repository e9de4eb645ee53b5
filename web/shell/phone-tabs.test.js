import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseTab } from "./phone-tabs.js";

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
