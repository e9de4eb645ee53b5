import assert from "node:assert/strict";
import { test } from "node:test";
import { labelEntry } from "./entry-label.js";

const list = (...entries) => entries.map((entry) => labelEntry(entry, entries));

test("a name that no other entry has stands alone", () => {
  assert.deepEqual(list({ name: "churn", kind: "Model", arn: "arn:a/1" }), ["churn"]);
});

test("entries of one name say what each is", () => {
  const labels = list({ name: "churn", kind: "Model", arn: "arn:a/1" }, { name: "churn", kind: "Job", arn: "arn:a/2" });
  assert.deepEqual(labels, ["churn (Model)", "churn (Job)"]);
});

test("entries of one name and kind say the beginnings of their ids", () => {
  const labels = list(
    { name: "twin.csv", kind: "28 Nov", arn: "arn:artifact/aaaaaaaaaaaa" },
    { name: "twin.csv", kind: "28 Nov", arn: "arn:artifact/bbbbbbbbbbbb" },
  );
  assert.deepEqual(labels, ["twin.csv (28 Nov · aaaaaaaa)", "twin.csv (28 Nov · bbbbbbbb)"]);
});

test("entries that a former visit left without a kind are told apart, too", () => {
  const labels = list({ name: "a", arn: "arn:x/aaaaaaaa1" }, { name: "a", arn: "arn:x/aaaaaaaa2" });
  assert.deepEqual(labels, ["a (aaaaaaaa1)", "a (aaaaaaaa2)"]);
});

test("entries of two accounts say their whole ARN", () => {
  const labels = list({ name: "a", kind: "k", arn: "arn:1:x/t" }, { name: "a", kind: "k", arn: "arn:2:x/t" });
  assert.deepEqual(labels, ["a (arn:1:x/t)", "a (arn:2:x/t)"]);
});

test("names that only an invisible character tells apart count as one", () => {
  const labels = list({ name: "a", kind: "x", arn: "arn:x/1" }, { name: "a\u200d", kind: "y", arn: "arn:x/2" });
  assert.deepEqual(labels, ["a (x)", "a\u200d (y)"]);
});
