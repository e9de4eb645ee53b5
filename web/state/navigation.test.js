import assert from "node:assert/strict";
import { test } from "node:test";
import { GRAMMAR } from "../testing/url-grammar.js";
import { createNavigation } from "./navigation.js";
import { createUrl } from "./url.js";

function createRecorded(search, { onPath = [], isAnswered = false } = {}) {
  const calls = [];
  const navigation = createNavigation({
    url: createUrl(GRAMMAR, { search }),
    requestScreen: (to) => {
      calls.push(["request", to]);
      return isAnswered ? () => calls.push(["draw"]) : null;
    },
    prefetchScreen: (to) => calls.push(["prefetch", to]),
    markFocus: (id) => calls.push(["mark", id]),
    setSearch: (to) => calls.push(["set", to]),
    isOnPath: (id) => onPath.includes(id),
  });
  return { navigation, calls };
}

test("a screen is requested and its focus marked before the page knows the new address", () => {
  const { navigation, calls } = createRecorded("?start=a");
  navigation.focus("b");
  assert.deepEqual(calls, [
    ["request", "?start=b"],
    ["mark", "b"],
    ["set", "?start=b"],
  ]);
});

test("an answer that is there is drawn at once, when the page knows the address", () => {
  const { navigation, calls } = createRecorded("?start=a", { isAnswered: true });
  navigation.focus("b");
  assert.deepEqual(calls, [["request", "?start=b"], ["set", "?start=b"], ["draw"]]);
});

test("the present address is not requested again", () => {
  const { navigation, calls } = createRecorded("?start=a");
  navigation.go("?start=a");
  assert.deepEqual(calls, []);
});

test("what leaves the focus as it is marks nothing", () => {
  const { navigation, calls } = createRecorded("?start=a");
  navigation.go("?start=a&depth=2");
  navigation.go("");
  assert.deepEqual(
    calls.map(([what]) => what),
    ["request", "set", "request", "set"],
  );
});

test("the link of a group opens it", () => {
  assert.equal(createRecorded("?start=a").navigation.linkTo("group:g"), "?start=a&open=group:g");
});

test("the link of a card on a path keeps the paths, the link of another drops them", () => {
  const { navigation } = createRecorded("?start=a&between=a&between=c", { onPath: ["b"] });
  assert.equal(navigation.linkTo("b"), "?start=b&between=a&between=c");
  assert.equal(navigation.linkTo("z"), "?start=z");
});

test("the picture of another focus is prefetched, and neither another view of it nor an answer", () => {
  const { navigation, calls } = createRecorded("?start=a");
  for (const search of [
    "?start=a&open=group:g",
    "?start=b&view=table",
    "?start=b&question=q",
    "?start=a",
    "",
    "?start=b",
  ])
    navigation.prefetch(search);
  assert.deepEqual(calls, [["prefetch", "?start=b"]]);
});
