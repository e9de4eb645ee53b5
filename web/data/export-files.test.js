import assert from "node:assert/strict";
import { test } from "node:test";
import { buildExportUrl, parseFileName } from "./export-files.js";

test("the file has the name that the server proposes", () => {
  assert.equal(parseFileName("attachment; filename*=UTF-8''lineage-of%20ch%C3%BCrn.html"), "lineage-of chürn.html");
});

test("a response that proposes no name gives a usual one", () => {
  assert.equal(parseFileName(null), "lineage");
});

test("a file is asked for with all that the address says", () => {
  const url = buildExportUrl("?start=arn:a/b&hide=job&hide=data", { format: "md", list: "answer" });
  assert.equal(url, "api/v1/export?start=arn:a/b&hide=job&hide=data&format=md&list=answer");
});
