import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEntity, describeGroup } from "./tooltip.js";

const ENTITY = {
  type_title: "Model",
  subtitle: "",
  type: "Model",
  lineage_type: "Artifact",
  account: "",
  created: "",
  status: "",
  author: "",
};

test("an entity's kind and type are said once if they are the same", () => {
  assert.deepEqual(describeEntity(ENTITY, false), ["Model · Artifact"]);
  assert.deepEqual(describeEntity({ ...ENTITY, type: "Custom" }, false), ["Model · Custom · Artifact"]);
});

test("status, day and a foreign account are said where they are known", () => {
  const data = { ...ENTITY, status: "Approved", author: "ada", created: "24 Aug 2026", account: "111122223333" };
  assert.deepEqual(describeEntity(data, false).slice(1), [
    "Approved · by: ada · created 24 Aug 2026",
    "Account 111122223333",
  ]);
});

test("an entity that could not be read says why", () => {
  assert.match(describeEntity(ENTITY, true).at(-1), /not readable/);
});

test("a group says how many more than its first names there are", () => {
  assert.deepEqual(describeGroup({ names: ["a", "b"], count: 1202 }), ["a", "b", "and 1,200 more"]);
  assert.deepEqual(describeGroup({ names: ["a", "b"], count: 2 }), ["a", "b"]);
});
