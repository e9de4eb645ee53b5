import assert from "node:assert/strict";
import { test } from "node:test";
import { describeHidden, isolateKind, toggleKind } from "./legend.js";

const entry = (word, changes = {}) => ({ title: word, word, hidingWords: [], isShown: true, ...changes });
const DATA = entry("data");
const JOB = entry("job");
const MODEL = entry("model");
const ALL = [DATA, JOB, MODEL];

test("a click hides a kind that is shown", () => {
  assert.deepEqual([...toggleKind(DATA, ["job"])], ["job", "data"]);
});

test("a click shows a hidden kind again, whichever words hide it", () => {
  const hidden = entry("data", { isShown: false, hidingWords: ["data", "DataSet"] });
  assert.deepEqual([...toggleKind(hidden, ["data", "DataSet", "job"])], ["job"]);
});

test("a kind is isolated by hiding all others", () => {
  assert.deepEqual([...isolateKind(JOB, ALL, [])].sort(), ["data", "model"]);
});

test("isolating the only kind that is shown shows everything", () => {
  assert.deepEqual([...isolateKind(JOB, ALL, ["data", "model"])], []);
});

test("a hidden kind is isolated by showing it and hiding the others", () => {
  const hidden = entry("job", { isShown: false, hidingWords: ["job"] });
  assert.deepEqual([...isolateKind(hidden, [DATA, hidden, MODEL], ["job"])].sort(), ["data", "model"]);
});

test("what a click did is said", () => {
  assert.equal(describeHidden(DATA, new Set()), "Everything is shown");
  assert.equal(describeHidden(DATA, new Set(["data", "job"])), "data hidden, 2 hidden in all");
  assert.equal(describeHidden(DATA, new Set(["job"])), "data shown, 1 hidden in all");
});
