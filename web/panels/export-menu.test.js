import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseList } from "./export-menu.js";

/** @param {boolean} asks @param {string} paths @param {string} [view] */
const at = (asks, paths, view = "graph") => ({
  getView: () => view,
  hasQuestion: () => asks,
  getPathsKey: () => paths,
});

test("a timeline and an impact list are taken as what they are", () => {
  assert.equal(chooseList(at(true, " ", "impact")), "impact");
  assert.equal(chooseList(at(false, "arn:a arn:b ", "timeline")), "timeline");
});

test("an answer is copied as its list", () => {
  assert.equal(chooseList(at(true, " ")), "answer");
});

test("paths are copied where some are shown", () => {
  assert.equal(chooseList(at(false, "arn:a arn:b ")), "paths");
});

test("else entities are", () => {
  assert.equal(chooseList(at(false, " ")), "entities");
});
