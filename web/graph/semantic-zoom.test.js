import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLevel, createSemanticZoom } from "./semantic-zoom.js";

test("cards show more the nearer they are", () => {
  assert.deepEqual([0.1, 0.379, 0.38, 0.84, 0.85, 3].map(chooseLevel), [
    "far",
    "far",
    "middle",
    "middle",
    "near",
    "near",
  ]);
});

test("crossing a level restyles what is in view at once and the rest when there is time", () => {
  const card = (x) => {
    const classes = new Set(["middle"]);
    return {
      classes,
      position: () => ({ x, y: 0 }),
      hasClass: (name) => classes.has(name),
      addClass: (name) => classes.add(name),
      removeClass(names) {
        for (const name of names.split(" ")) classes.delete(name);
        return this;
      },
    };
  };
  const [here, away] = [card(0), card(5000)];
  let onZoom;
  let idle;
  globalThis.requestIdleCallback = (run) => {
    idle = run;
  };
  const cy = {
    on: (_event, run) => {
      onZoom = run;
    },
    zoom: () => 1,
    extent: () => ({ x1: -500, x2: 500, y1: -500, y2: 500 }),
    nodes: () => [here, away],
    batch: (run) => run(),
  };
  const { withLevel } = createSemanticZoom(cy);
  assert.equal(withLevel("start data"), "start data middle");
  onZoom();
  assert.equal(withLevel("start data"), "start data near");
  assert.deepEqual([[...here.classes], [...away.classes]], [["near"], ["middle"]]);
  idle({ timeRemaining: () => 50 });
  assert.deepEqual([...away.classes], ["near"]);
});
