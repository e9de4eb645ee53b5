import assert from "node:assert/strict";
import { test } from "node:test";
import { colorFigure, parseMoment, roundOutward } from "./figure-colors.js";

const read = (/** @type {string} */ name) => `<${name}>`;

test("each mark has the color that the server names", () => {
  const trace = { type: "scatter", text: ["a", "b"], marker: { size: 9 }, meta: { inks: ["good", "family-data"] } };
  const { data } = colorFigure({ data: [trace], layout: {} }, read, { canDrag: true });
  assert.deepEqual(data[0].marker.color, ["<--good>", "<--family-data>"]);
  assert.equal(data[0].marker.size, 9);
  assert.equal(data[0].textfont.color, "<--ink>");
});

test("a line has the color of its marks", () => {
  const trace = { type: "scatter", line: { dash: "dot" }, meta: { ink: "family-job" } };
  const { data } = colorFigure({ data: [trace], layout: {} }, read, { canDrag: true });
  assert.deepEqual(data[0].line, { dash: "dot", color: "<--family-job>" });
});

test("what goes on is hatched", () => {
  const trace = { type: "bar", meta: { inks: ["running", "running"], open: [true, false] } };
  const { data } = colorFigure({ data: [trace], layout: {} }, read, { canDrag: true });
  assert.deepEqual(data[0].marker.pattern.shape, ["/", ""]);
});

test("touch screens scroll where others select", () => {
  const figure = { data: [], layout: { dragmode: "select" } };
  assert.equal(colorFigure(figure, read, { canDrag: true }).layout.dragmode, "select");
  assert.equal(colorFigure(figure, read, { canDrag: false }).layout.dragmode, false);
});

test("names give way in narrow windows; the table has them", () => {
  const figure = {
    data: [{ type: "scatter", mode: "markers+text", text: ["a"], meta: { inks: ["good"] } }],
    layout: {},
  };
  assert.equal(colorFigure(figure, read, { canDrag: true, hasRoom: false }).data[0].mode, "markers");
  assert.equal(colorFigure(figure, read, { canDrag: true }).data[0].mode, "markers+text");
});

test("a figure itself stays as it came", () => {
  const figure = {
    data: [{ type: "bar", meta: { ink: "good" } }],
    layout: { shapes: [{ type: "line", name: "now" }] },
  };
  const copy = structuredClone(figure);
  colorFigure(figure, read, { canDrag: true });
  assert.deepEqual(figure, copy);
});

test("moments of Plotly are UTC", () => {
  assert.equal(parseMoment("2026-08-24"), Date.UTC(2026, 7, 24));
  assert.equal(parseMoment("2026-08-24 08:18"), Date.UTC(2026, 7, 24, 8, 18));
  assert.equal(parseMoment("2026-08-24 08:18:30.5"), Date.UTC(2026, 7, 24, 8, 18, 30, 500));
  assert.equal(parseMoment(1000), 1000);
});

test("a span is rounded outward to minutes, whichever way it was drawn", () => {
  const wanted = ["2026-08-24T08:18Z", "2026-08-24T08:58Z"];
  assert.deepEqual(roundOutward(["2026-08-24 08:18:30", "2026-08-24 08:57:00.001"]), wanted);
  assert.deepEqual(roundOutward(["2026-08-24 08:57:30", "2026-08-24 08:18:00"]), wanted);
});
