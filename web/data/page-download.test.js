import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFileName } from "./page-download.js";

test("the file has the name that the server proposes", () => {
  assert.equal(parseFileName("attachment; filename*=UTF-8''lineage-of%20ch%C3%BCrn.html"), "lineage-of chürn.html");
});

test("a response that proposes no name gives a usual one", () => {
  assert.equal(parseFileName(null), "lineage.html");
});
