import assert from "node:assert/strict";
import { test } from "node:test";
import { addFormerStart, findNextOffer } from "./start-box.js";

test("the last start comes first among the former ones", () => {
  const former = addFormerStart([{ arn: "a", name: "A" }], { arn: "b", name: "B" });
  assert.deepEqual(
    former.map(({ arn }) => arn),
    ["b", "a"],
  );
});

test("a start is remembered once, by its newest name", () => {
  const former = addFormerStart(
    [
      { arn: "a", name: "old" },
      { arn: "b", name: "B" },
    ],
    { arn: "a", name: "new" },
  );
  assert.deepEqual(former, [
    { arn: "a", name: "new" },
    { arn: "b", name: "B" },
  ]);
});

test("eight starts are remembered", () => {
  const former = Array.from({ length: 8 }, (_, i) => ({ arn: String(i), name: "" }));
  assert.equal(addFormerStart(former, { arn: "new", name: "" }).length, 8);
});

test("the down key goes from the box into the offers and ends at the last", () => {
  assert.equal(findNextOffer(3, -1, "ArrowDown"), 0);
  assert.equal(findNextOffer(3, 2, "ArrowDown"), 2);
});

test("the up key goes back to the box and not beyond", () => {
  assert.equal(findNextOffer(3, 0, "ArrowUp"), -1);
  assert.equal(findNextOffer(3, -1, "ArrowUp"), null);
});

test("arrow keys stay in the box without offers", () => {
  assert.equal(findNextOffer(0, -1, "ArrowDown"), null);
});
