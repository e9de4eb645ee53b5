import assert from "node:assert/strict";
import { test } from "node:test";
import { createOrientation } from "../graph/orientation.js";
import { placeNode } from "../testing/fake-graph.js";
import { countAssociations, describeEntity, groupByHeading } from "./outline.js";

const names = (columns) => columns.map(({ title, nodes }) => [title, nodes.map(({ data }) => data.id).join("")]);

test("cards stand under the nearest heading, each column from top to bottom", () => {
  const headings = [
    { title: "Model", at: 200 },
    { title: "Data", at: 0 },
  ];
  const nodes = [placeNode("c", 190, 0), placeNode("b", 10, 90), placeNode("a", 10, -90)];
  assert.deepEqual(names(groupByHeading(headings, nodes, createOrientation())), [
    ["Data", "ab"],
    ["Model", "c"],
  ]);
});

test("a heading without cards is left out", () => {
  const headings = [
    { title: "Data", at: 0 },
    { title: "Model", at: 200 },
  ];
  assert.deepEqual(names(groupByHeading(headings, [placeNode("a", 0, 0)], createOrientation())), [["Data", "a"]]);
});

test("a graph without headings is one list", () => {
  assert.deepEqual(names(groupByHeading([], [placeNode("a", 0, 0)], createOrientation())), [["Entities", "a"]]);
});

test("rows of a graph that flows down are grouped by their height", () => {
  const orientation = createOrientation();
  orientation.setOrientation("down");
  const headings = [
    { title: "Data", at: 0 },
    { title: "Model", at: 200 },
  ];
  const nodes = [placeNode("b", 90, 0), placeNode("a", 0, 0), placeNode("c", 0, 200)];
  assert.deepEqual(names(groupByHeading(headings, nodes, orientation)), [
    ["Data", "ab"],
    ["Model", "c"],
  ]);
});

test("the type of an entity stands before what tells it apart, unless that says it", () => {
  const describe = (type_title, subtitle) => describeEntity({ type_title, subtitle });
  assert.equal(describe("Data set", "raw · 2026-10"), "Data set · raw · 2026-10");
  assert.equal(describe("Endpoint", "endpoint · 31 Aug"), "endpoint · 31 Aug");
  assert.equal(describe("Image", ""), "Image");
});

test("a line between groups counts all associations that it stands for", () => {
  assert.equal(countAssociations([{}, { count: 5 }, {}]), 7);
  assert.equal(countAssociations([]), 0);
});
