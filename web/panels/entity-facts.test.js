import assert from "node:assert/strict";
import { test } from "node:test";
import { splitCapitals } from "../dom/split-capitals.js";

test("a word of the API is split into plain words", () => {
  assert.equal(splitCapitals("TrialComponent"), "Trial component");
  assert.equal(splitCapitals("Artifact"), "Artifact");
});
