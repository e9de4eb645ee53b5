import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatSearch,
  getHiddenKinds,
  getPathKey,
  getReadKey,
  hasStart,
  isShared,
  withFocus,
  withParameter,
  withPathEnds,
  withSharing,
  withValues,
} from "./url.js";

const GRAMMAR = {
  droppedOnFocus: ["question", "grow", "fold", "further", "between", "path"],
  keptOnPath: ["between"],
  viewParameters: ["view", "lens", "open", "hide", "fold"],
  defaults: { view: "graph", lens: "type", edges: "plain", flow: "right" },
};
const ARN = "arn:aws:sagemaker:us-west-2:000000000000:artifact/a";
const OTHER = "arn:aws:sagemaker:us-west-2:000000000000:artifact/b";

test("colons and slashes of ARNs stay readable in an address", () => {
  assert.equal(formatSearch(new URLSearchParams({ start: ARN })), `?start=${ARN}`);
});

test("other special characters are escaped in an address", () => {
  const search = formatSearch(new URLSearchParams({ property: "a&b:c=d e" }));
  assert.equal(search, "?property=a%26b:c%3Dd%20e");
  assert.equal(new URLSearchParams(search).get("property"), "a&b:c=d e");
});

test("a parameter with its default is left out", () => {
  assert.equal(withParameter("?start=x&view=table", "view", "graph", GRAMMAR), "?start=x");
});

test("a parameter with another value is set once", () => {
  assert.equal(withParameter("?start=x&lens=age", "lens", "status", GRAMMAR), "?start=x&lens=status");
});

test("a repeated parameter gets all its values", () => {
  assert.equal(withValues("?hide=a&start=x", "hide", ["b", "c"]), "?start=x&hide=b&hide=c");
});

test("a repeated parameter without values is left out", () => {
  assert.equal(withValues("?hide=a&start=x", "hide", []), "?start=x");
});

test("a new focus drops question, expansion and paths, and keeps the view", () => {
  const search = `?start=x&question=q&grow=up:x&fold=y&further=2&between=a&between=b&path=1&view=table&hide=data`;
  assert.equal(withFocus(search, ARN, GRAMMAR), `?start=${ARN}&view=table&hide=data`);
});

test("a new focus on a highlighted path keeps the paths, but not the chosen one", () => {
  const search = withFocus("?start=x&between=a&between=b&path=1", ARN, GRAMMAR, { isOnPath: true });
  assert.equal(search, `?start=${ARN}&between=a&between=b`);
});

test("a group opens and the focus stays", () => {
  assert.equal(withFocus("?start=x&open=group:1", "group:2", GRAMMAR), "?start=x&open=group:1&open=group:2");
});

test("two ends of paths replace those before", () => {
  const search = withPathEnds("?start=x&between=a&between=b&path=3", ARN, OTHER);
  assert.equal(search, `?start=x&between=${ARN}&between=${OTHER}`);
});

test("no ends turn the paths off", () => {
  assert.equal(withPathEnds("?start=x&between=a&between=b&path=3"), "?start=x");
});

test("what is read does not depend on what is seen", () => {
  const read = getReadKey("?start=x&depth=2", GRAMMAR);
  assert.equal(getReadKey("?start=x&depth=2&view=table&hide=data&open=group:1", GRAMMAR), read);
  assert.notEqual(getReadKey("?start=x&depth=3", GRAMMAR), read);
});

test("the home screen has no start", () => {
  assert.equal(hasStart("?share=1"), false);
  assert.equal(hasStart("?start=x"), true);
});

test("paths are told apart by their ends and by the chosen one", () => {
  assert.notEqual(getPathKey("?between=a&between=b"), getPathKey("?between=a&between=b&path=2"));
  assert.equal(getPathKey("?between=a&between=b&view=table"), getPathKey("?between=a&between=b"));
});

test("any value of share but 0 and nothing hides names", () => {
  assert.equal(isShared("?share=1"), true);
  assert.equal(isShared("?share=yes"), true);
  assert.equal(isShared("?share=0"), false);
  assert.equal(isShared("?share="), false);
  assert.equal(isShared(""), false);
});

test("hiding names can be turned on and off", () => {
  assert.equal(withSharing("?start=x", true), "?start=x&share=1");
  assert.equal(withSharing("?start=x&share=1", false), "?start=x");
});

test("hidden kinds are read from the address", () => {
  assert.deepEqual(getHiddenKinds("?hide=data&hide=image"), new Set(["data", "image"]));
});
