import assert from "node:assert/strict";
import { test } from "node:test";
import { looksLikeJson } from "./open-file.js";

test("a pasted response is opened", () => {
  assert.ok(looksLikeJson('\n{"Vertices": [], "Edges": [], "ResponseMetadata": {}}'));
});

test("pasted names and ARNs are not", () => {
  for (const text of ["churn", "arn:aws:sagemaker:us-west-2:000000000000:endpoint/customer-churn-production", "{}"]) {
    assert.ok(!looksLikeJson(text));
  }
});
