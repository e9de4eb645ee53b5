import assert from "node:assert/strict";
import { test } from "node:test";
import { listCardRows } from "./entity-rows.js";

/** @param {Record<string, unknown>} data @param {number} x @param {number} y */
const place = (data, x, y) => ({
  data: /** @type {any} */ ({
    title: "",
    subtitle: "",
    type_title: "Model",
    status: "",
    created: "",
    source_uri: "",
    ...data,
  }),
  position: { x, y },
});

test("rows go along the flow, and across it within a column", () => {
  const cards = [place({ title: "c" }, 200, 0), place({ title: "b" }, 0, 80), place({ title: "a" }, 0, 10)];
  const read = (/** @type {boolean} */ isDown) => listCardRows(cards, isDown).map(({ title }) => title);
  assert.deepEqual(read(false), ["a", "b", "c"]);
  assert.deepEqual(read(true), ["c", "a", "b"]);
});

test("a badge says more than the status that the service has", () => {
  const [row] = listCardRows(
    [place({ status: "InService", badge: { state: "serving", word: "Serving v8" } }, 0, 0)],
    false,
  );
  assert.equal(row.state, "Serving v8");
});

test("times leave their zone to the heading of the table", () => {
  assert.equal(listCardRows([place({ created: "2026-11-02 08:00 UTC" }, 0, 0)], false)[0].when, "2026-11-02 08:00");
});

test("a group says how many it has", () => {
  const [row] = listCardRows([place({ count: 3, title: "Churn", type_title: "3 data sets" }, 0, 0)], false);
  assert.deepEqual([row.title, row.kind], ["3 data sets", "Group"]);
});
