import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEntity, groupByStage } from "./outline.js";

const node = (id, x, y) => /** @type {any} */ ({ data: { id }, position: { x, y } });
const headings = [
  { title: "Train", at: 200 },
  { title: "Data", at: 0 },
];
const listIds = (stages) => stages.map(({ title, nodes }) => [title, nodes.map(({ data }) => data.id)]);

test("cards stand under the nearest heading, along the flow", () => {
  const stages = groupByStage(headings, [node("job", 210, 0), node("raw", 10, 0)]);
  assert.deepEqual(listIds(stages), [
    ["Data", ["raw"]],
    ["Train", ["job"]],
  ]);
});

test("cards of one stage stand from top to bottom", () => {
  const stages = groupByStage(headings, [node("b", 0, 50), node("a", 0, -50)]);
  assert.deepEqual(listIds(stages), [["Data", ["a", "b"]]]);
});

test("a card without headings stands under one of its own", () => {
  assert.deepEqual(listIds(groupByStage([], [node("a", 0, 0)])), [["Entities", ["a"]]]);
});

test("the type of an entity stands before what tells it apart, unless that says it", () => {
  const describe = (type_title, subtitle) => describeEntity(/** @type {any} */ ({ type_title, subtitle }));
  assert.equal(describe("Data set", "raw · 2026-10"), "Data set · raw · 2026-10");
  assert.equal(describe("Endpoint", "endpoint · 31 Aug"), "endpoint · 31 Aug");
  assert.equal(describe("Image", ""), "Image");
});
