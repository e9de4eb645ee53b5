import assert from "node:assert/strict";
import { test } from "node:test";
import { describeCard } from "./keyboard.js";

const node = (data, { incoming = 0, outgoing = 0 } = {}) => ({
  data: () => data,
  incomers: () => Array(incoming),
  outgoers: () => Array(outgoing),
});

test("a card is said with its type and its associations", () => {
  const card = node(
    { type_title: "Data set", title: "train.csv", subtitle: "run a", role: "match" },
    { incoming: 2, outgoing: 3 },
  );
  assert.equal(describeCard(card, null), "Data set train.csv, run a, 2 in, 3 out");
});

test("the focus is said to be it", () => {
  const card = node({ type_title: "Endpoint", title: "live", role: "start" });
  assert.equal(describeCard(card, null), "Endpoint live, the focus, 0 in, 0 out");
});

test("a card is said with the association that led to it", () => {
  const card = node({ type_title: "Data set", title: "train.csv", subtitle: "run a", role: "match" });
  const previous = { edgesWith: () => ({ data: () => ({ association: "ContributedTo" }) }) };
  assert.equal(describeCard(card, previous), "ContributedTo: Data set train.csv, run a, 0 in, 0 out");
});
