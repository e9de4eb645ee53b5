import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseList } from "./export-menu.js";

/** @param {boolean} asks @param {string} paths */
const at = (asks, paths) => ({ hasQuestion: () => asks, getPathsKey: () => paths });

test("an answer is copied as its list", () => {
  assert.equal(chooseList(at(true, " ")), "answer");
});

test("paths are copied where some are shown", () => {
  assert.equal(chooseList(at(false, "arn:a arn:b ")), "paths");
});

test("else entities are", () => {
  assert.equal(chooseList(at(false, " ")), "entities");
});
