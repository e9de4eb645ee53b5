import assert from "node:assert/strict";
import { test } from "node:test";
import { buildSearchText, describeMatch, splitWords, stepMatch } from "./find.js";

test("a search is split into lower-case words", () => {
  assert.deepEqual(splitWords("  Churn   MODEL "), ["churn", "model"]);
});

test("an entity is found by its name, type, source and ARN, a group by its names", () => {
  const text = buildSearchText({
    id: "arn:x",
    title: "Train",
    type: "DataSet",
    source_uri: "s3://B",
    names: ["Part-1"],
  });
  for (const word of ["train", "dataset", "s3://b", "arn:x", "part-1"]) assert.ok(text.includes(word), word);
});

test("steps lead around the matches in a circle", () => {
  assert.equal(stepMatch(0, 1, 3), 1);
  assert.equal(stepMatch(2, 1, 3), 0);
  assert.equal(stepMatch(0, -1, 3), 2);
});

test("the first step from no match leads to an end of the list", () => {
  assert.equal(stepMatch(-1, 1, 3), 0);
  assert.equal(stepMatch(-1, -1, 3), 2);
  assert.equal(stepMatch(-1, 1, 0), -1);
});

test("the count says which match of how many, or none", () => {
  assert.equal(describeMatch(1, 5, "x"), "2 of 5");
  assert.equal(describeMatch(-1, 5, "x"), "5 found");
  assert.equal(describeMatch(-1, 0, "x"), "None");
  assert.equal(describeMatch(-1, 0, " "), "");
});
