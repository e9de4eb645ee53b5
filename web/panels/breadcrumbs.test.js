import assert from "node:assert/strict";
import { test } from "node:test";
import { addCrumb, formatCrumb } from "./breadcrumbs.js";

const crumb = (start, name = start, kind = "Data set") => ({ start, name, kind, search: `?start=${start}` });

test("a new focus is the last crumb", () => {
  assert.deepEqual(
    addCrumb([crumb("a")], crumb("b")).map(({ start }) => start),
    ["a", "b"],
  );
});

test("a focus that is among the crumbs keeps its place", () => {
  const crumbs = addCrumb([crumb("a"), crumb("b")], { ...crumb("a"), search: "?start=a&depth=2" });
  assert.deepEqual(
    crumbs.map(({ start }) => start),
    ["a", "b"],
  );
  assert.equal(crumbs[0].search, "?start=a&depth=2");
});

test("only the last six crumbs are kept", () => {
  const crumbs = [..."abcdefgh"].reduce(
    (all, start) => addCrumb(all, crumb(start)),
    /** @type {any[]} */ ([]),
  );
  assert.deepEqual(
    crumbs.map(({ start }) => start),
    [..."cdefgh"],
  );
});

test("crumbs of the same name tell their kind", () => {
  const crumbs = [crumb("a", "churn", "Endpoint"), crumb("b", "churn", "Model group"), crumb("c")];
  assert.equal(formatCrumb(crumbs[0], crumbs), "churn (Endpoint)");
  assert.equal(formatCrumb(crumbs[2], crumbs), "c");
});
