import assert from "node:assert/strict";
import { test } from "node:test";
import { labelEdge } from "./graph-style.js";

const edge = (data) => ({ data: () => data });

test("an association is labeled in two lines", () => {
  assert.equal(labelEdge(edge({ association: "ContributedTo" })), "Contributed\nTo");
});

test("several associations in one line say how many they are", () => {
  assert.equal(labelEdge(edge({ association: "Produced", count: 12 })), "Produced × 12");
});

test("a bridge says what it leads over", () => {
  assert.equal(labelEdge(edge({ association: "", via: "via Training job" })), "via Training job");
});
