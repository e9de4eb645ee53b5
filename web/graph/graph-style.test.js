import assert from "node:assert/strict";
import { test } from "node:test";
import { formatFullLabel, formatLineLabel } from "./graph-style.js";

test("a line says its association in the lines that fit between columns", () => {
  assert.equal(formatLineLabel({ association: "ContributedTo" }), "Contributed\nTo");
});

test("a line that stands for several associations counts them", () => {
  assert.equal(formatLineLabel({ association: "Produced", count: 4 }), "Produced × 4");
});

test("a bridge says what it leads over, and its name when it is looked at", () => {
  const bridge = { association: "", via: "via 1 job", over: "train-7" };
  assert.equal(formatLineLabel(bridge), "via 1 job");
  assert.equal(formatFullLabel(bridge), "via 1 job\ntrain-7");
});
