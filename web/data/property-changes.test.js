import assert from "node:assert/strict";
import { test } from "node:test";
import { createChangeFilter } from "./property-changes.js";

const props = ({ props: changed }) => Object.fromEntries(changed);

test("a value is sent once as long as it does not change", () => {
  const selectChanges = createChangeFilter();
  assert.deepEqual(props(selectChanges({ "view.value": "graph" }, {})), { view: { value: "graph" } });
  assert.deepEqual(props(selectChanges({ "view.value": "graph" }, {})), {});
  assert.deepEqual(props(selectChanges({ "view.value": "table" }, {})), { view: { value: "table" } });
});

test("what a control shows counts more than what was sent to it", () => {
  const selectChanges = createChangeFilter();
  selectChanges({ "depth.value": 3 }, {});
  assert.deepEqual(props(selectChanges({ "depth.value": 3 }, { "depth.value": 5 })), { depth: { value: 3 } });
  assert.deepEqual(props(selectChanges({ "depth.value": 4 }, { "depth.value": 4 })), {});
});

test("a control without a value shows null", () => {
  assert.deepEqual(props(createChangeFilter()({ "depth.error": null }, { "depth.error": undefined })), {});
});

test("state and business of the graph are always sent", () => {
  const selectChanges = createChangeFilter();
  const shown = { "lineage.data-state": "complete", "lineage.aria-busy": "false" };
  selectChanges(shown, {});
  assert.deepEqual(props(selectChanges(shown, {})), {
    lineage: { "data-state": "complete", "aria-busy": "false" },
  });
});

test("HTML is kept apart from properties", () => {
  const { html, props: changed } = createChangeFilter()({ "legend.html": "<b>x</b>", "read.dateTime": "" }, {});
  assert.deepEqual([...html], [["legend", "<b>x</b>"]]);
  assert.deepEqual([...changed], [["read", { dateTime: "" }]]);
});
