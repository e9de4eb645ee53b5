import assert from "node:assert/strict";
import { test } from "node:test";
import { sortRows } from "./table-sort.js";

const row = (...texts) => ({ cells: texts.map((textContent) => ({ textContent })) });
const sort = (texts, down) =>
  sortRows(
    texts.map((text) => row(text)),
    0,
    down,
  ).map(({ cells }) => cells[0].textContent);

test("digits in names count as numbers", () => {
  assert.deepEqual(sort(["v10", "v9", "v2"]), ["v2", "v9", "v10"]);
});

test("case does not matter when sorting", () => {
  assert.deepEqual(sort(["beta", "Alpha", "Gamma"]), ["Alpha", "beta", "Gamma"]);
});

test("a table can be sorted downwards", () => {
  assert.deepEqual(sort(["a", "c", "b"], true), ["c", "b", "a"]);
});

test("rows with equal texts keep their order", () => {
  const rows = [row("x", "1"), row("a", "2"), row("x", "3")];
  assert.deepEqual(
    sortRows(rows, 0).map(({ cells }) => cells[1].textContent),
    ["2", "1", "3"],
  );
});
