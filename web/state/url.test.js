import assert from "node:assert/strict";
import { test } from "node:test";
import { GRAMMAR } from "../testing/url-grammar.js";
import { createUrl, formatSearch } from "./url.js";

const MODEL = "arn:aws:sagemaker:us-west-2:1:artifact/model";
const DATA = "arn:aws:sagemaker:us-west-2:1:artifact/data";
const urlAt = (search) => createUrl(GRAMMAR, { search });

test("ARNs stay readable in an address, other characters are escaped", () => {
  assert.equal(formatSearch([["start", "arn:a/b c&d"]]), "?start=arn:a/b%20c%26d");
});

test("a new focus drops question, expansion, rounds and path number, and keeps the view", () => {
  const url = urlAt(
    `?start=${DATA}&depth=3&question=q&grow=up:x&fold=y&further=2&path=1&view=table&hide=job&open=group:g`,
  );
  assert.equal(url.withFocus(MODEL, false), `?start=${MODEL}&depth=3&view=table&hide=job&open=group:g`);
});

test("a new focus is the only start, and starts can be added to it", () => {
  const url = urlAt("?start=a&start=b&depth=3&grow=up:x");
  assert.deepEqual(url.getStarts(), ["a", "b"]);
  assert.equal(url.withFocus("c", false), "?start=c&depth=3");
  assert.equal(url.withStarts(["a", "c"]), "?depth=3&start=a&start=c");
});

test("paths stay highlighted for a new focus that is on one of them", () => {
  const url = urlAt(`?start=${DATA}&between=a&between=b&path=2`);
  assert.equal(url.withFocus(MODEL, true), `?start=${MODEL}&between=a&between=b`);
});

test("paths are dropped by a new focus that is on none of them", () => {
  assert.equal(urlAt(`?start=${DATA}&between=a&between=b`).withFocus(MODEL, false), `?start=${MODEL}`);
});

test("new paths replace the former ones and their number", () => {
  const url = urlAt(`?start=${DATA}&between=a&between=b&path=2`);
  assert.equal(url.withPaths(["c", "d"]), `?start=${DATA}&between=c&between=d`);
});

test("an address without ends has no paths", () => {
  assert.equal(urlAt(`?start=${DATA}&between=a&between=b&path=2`).withPaths([]), `?start=${DATA}`);
});

test("another open group leaves the others open", () => {
  assert.equal(urlAt("?start=a&open=group:1").withOpenGroup("group:2"), "?start=a&open=group:1&open=group:2");
});

test("hidden kinds replace all that were hidden", () => {
  assert.equal(urlAt("?start=a&hide=job&hide=image").withHiddenKinds(["data"]), "?start=a&hide=data");
});

test("a default value is left out of the address", () => {
  assert.equal(urlAt("?start=a&flow=down").withOrientation("right"), "?start=a");
  assert.equal(urlAt("?start=a&lens=age").withColorMode("type"), "?start=a");
  assert.equal(urlAt("?start=a&edges=association").withLineStyle("plain"), "?start=a");
  assert.equal(urlAt("?start=a&view=table").withView("graph"), "?start=a");
});

test("a value that is not a default is written once", () => {
  assert.equal(urlAt("?start=a&lens=age").withColorMode("status"), "?start=a&lens=status");
});

test("a card is expanded in addition to others, and only once", () => {
  assert.equal(urlAt("?start=a&grow=up:b").withExpansion("c", "all-down"), "?start=a&grow=up:b&grow=all-down:c");
  assert.equal(urlAt("?start=a&grow=up:b").withExpansion("b", "up"), "?start=a&grow=up:b");
});

test("a collapsed card is shown again before it is expanded", () => {
  assert.equal(urlAt("?start=a&fold=b&fold=c").withExpansion("b", "up"), "?start=a&fold=c");
});

test("what was expanded goes before the card is collapsed", () => {
  assert.equal(urlAt("?start=a&grow=up:b&grow=down:b&grow=up:c").withCollapse("b"), "?start=a&grow=up:c");
  assert.equal(urlAt("?start=a&grow=up:c").withCollapse("b"), "?start=a&grow=up:c&fold=b");
});

test("an address is redacted by any value but 0", () => {
  assert.ok(urlAt("?share=1").isRedacted());
  assert.ok(urlAt("?share=yes").isRedacted());
  assert.ok(!urlAt("?share=0").isRedacted());
  assert.ok(!urlAt("?share=").isRedacted());
});

test("redaction is switched in the address", () => {
  assert.equal(urlAt("?start=a").withRedaction(true), "?start=a&share=1");
  assert.equal(urlAt("?start=a&share=1").withRedaction(false), "?start=a");
});

test("the direction has its default where the address names none", () => {
  assert.equal(urlAt("?start=a").getDirection(), "UpAndDown");
  assert.equal(urlAt("?start=a&direction=Both").getDirection(), "Both");
});

test("addresses that differ only in what is shown ask the same query", () => {
  const url = urlAt("");
  const plain = url.getQuery(`?start=${MODEL}&depth=3`);
  assert.equal(url.getQuery(`?start=${MODEL}&depth=3&view=table&lens=age&edges=association&flow=down&hide=job`), plain);
  assert.notEqual(url.getQuery(`?start=${MODEL}&depth=4`), plain);
  assert.notEqual(url.getQuery(`?start=${MODEL}&depth=3&grow=up:x`), plain);
});

test("highlighted paths are the same as long as ends and number are", () => {
  assert.equal(urlAt("?between=a&between=b&view=table").getPathsKey(), urlAt("?between=a&between=b").getPathsKey());
  assert.notEqual(urlAt("?between=a&between=b&path=1").getPathsKey(), urlAt("?between=a&between=b").getPathsKey());
});

test("moves of one card add up, and orientation puts all cards back", () => {
  const once = urlAt("?start=a").withMove(MODEL, { x: 10.4, y: -3 });
  assert.equal(once, `?start=a&moved=10%2C-3:${MODEL}`);
  assert.equal(urlAt(once).withMove(MODEL, { x: 5, y: 5 }), `?start=a&moved=15%2C2:${MODEL}`);
  assert.ok(urlAt(once).hasMoves());
  assert.equal(urlAt(once).withoutMoves(), "?start=a");
  assert.equal(urlAt(once).withOrientation("down"), "?start=a&flow=down");
});
