import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMoment, formatPlace, joinType } from "./document-words.js";

test("moments are in full, and in UTC", () => {
  assert.equal(formatMoment("2026-11-09T16:20:42.936+02:00"), "9 Nov 2026, 14:20:42 UTC");
  assert.equal(formatMoment(""), "");
  assert.equal(formatMoment("yesterday"), "");
});

test("an address names no host that only this computer has", () => {
  assert.equal(formatPlace("http://127.0.0.1:8050/?start=arn:a"), "/?start=arn:a");
  assert.equal(formatPlace("http://localhost:8050/?start=arn:a"), "/?start=arn:a");
  assert.equal(formatPlace("https://lineage.example/?start=arn:a"), "https://lineage.example/?start=arn:a");
  assert.equal(formatPlace("/?start=arn:a"), "/?start=arn:a");
  assert.equal(formatPlace("http://127.0.0.1:8050/?start=arn%3Aa%2Fb"), "/?start=arn:a/b");
  assert.equal(formatPlace("file:///home/someone/page.html"), "");
});

test("a type is said once", () => {
  assert.equal(joinType({ type_title: "Endpoint", subtitle: "endpoint · 31 Aug" }), "endpoint · 31 Aug");
  assert.equal(joinType({ type_title: "Model", subtitle: "run dxzq" }), "Model · run dxzq");
  assert.equal(joinType({ type_title: "Model", subtitle: "" }), "Model");
});
