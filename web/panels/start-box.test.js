import assert from "node:assert/strict";
import { test } from "node:test";
import { addStart, isEntityArn, isRunKey, stepOffer } from "./start-box.js";

test("the latest start comes first, once", () => {
  const starts = [
    { arn: "a", name: "A" },
    { arn: "b", name: "B" },
  ];
  assert.deepEqual(addStart(starts, { arn: "b", name: "B2" }), [
    { arn: "b", name: "B2" },
    { arn: "a", name: "A" },
  ]);
});

test("eight starts are kept", () => {
  const starts = Array.from({ length: 8 }, (_, i) => ({ arn: `${i}`, name: "" }));
  const kept = addStart(starts, { arn: "new", name: "" });
  assert.equal(kept.length, 8);
  assert.ok(!kept.some(({ arn }) => arn === "7"));
});

test("arrows lead from the box into its offers and back", () => {
  assert.equal(stepOffer("ArrowDown", -1, 3), 0);
  assert.equal(stepOffer("ArrowDown", 2, 3), 2);
  assert.equal(stepOffer("ArrowUp", 0, 3), -1);
});

test("arrows stay in the box where they lead nowhere", () => {
  assert.equal(stepOffer("ArrowUp", -1, 3), undefined);
  assert.equal(stepOffer("ArrowDown", -1, 0), undefined);
});

test("only the ARN of an entity of the lineage needs no look-up", () => {
  const arn = "arn:aws:sagemaker:us-west-2:000000000000:context/live-1-aws-endpoint";
  assert.ok(isEntityArn(arn));
  assert.ok(isEntityArn(arn.replace("aws:", "aws-us-gov:").replace("context", "experiment-trial-component")));
  for (const text of [
    "live",
    `${arn} `,
    `${arn}/x`,
    arn.replace("context", "endpoint"),
    arn.replace("000000000000", ""),
  ])
    assert.ok(!isEntityArn(text), text);
});

const ENTER = { key: "Enter", shiftKey: false, ctrlKey: false, metaKey: false, isComposing: false };

test("Enter runs the question from the start box, with Ctrl or Command from anywhere", () => {
  assert.ok(isRunKey(ENTER, true));
  assert.ok(!isRunKey(ENTER, false));
  assert.ok(isRunKey({ ...ENTER, ctrlKey: true }, false));
  assert.ok(isRunKey({ ...ENTER, metaKey: true }, false));
});

test("Shift+Enter in the start box is a new line", () => {
  assert.ok(!isRunKey({ ...ENTER, shiftKey: true }, true));
});

test("Enter that ends the input of a character runs nothing", () => {
  assert.ok(!isRunKey({ ...ENTER, isComposing: true }, true));
});
