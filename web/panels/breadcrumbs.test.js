import assert from "node:assert/strict";
import { test } from "node:test";
import { addCrumb } from "./breadcrumbs.js";

const crumb = (start, changes = {}) => ({ start, name: start, kind: "Model", search: `?start=${start}`, ...changes });

test("a new focus comes last", () => {
  assert.deepEqual(
    addCrumb([crumb("a")], crumb("b")).map(({ start }) => start),
    ["a", "b"],
  );
});

test("a focus that is listed keeps its place, with its latest address", () => {
  const crumbs = addCrumb([crumb("a"), crumb("b")], crumb("a", { search: "?start=a&view=table" }));
  assert.deepEqual(
    crumbs.map(({ search }) => search),
    ["?start=a&view=table", "?start=b"],
  );
});

test("only the last six are kept", () => {
  const crumbs = [..."abcdefgh"].reduce((list, start) => addCrumb(list, crumb(start)), []);
  assert.deepEqual(crumbs.map(({ start }) => start).join(""), "cdefgh");
});
