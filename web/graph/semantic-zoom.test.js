import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLevel, createSemanticZoom, getDrawnWords } from "./semantic-zoom.js";

test("cards show more the nearer they are", () => {
  assert.deepEqual([0.1, 0.379, 0.38, 0.91, 0.92, 3].map(chooseLevel), [
    "far",
    "far",
    "middle",
    "middle",
    "near",
    "near",
  ]);
});

test("what a card shows is told in words", () => {
  const data = {
    label: "v8 approved",
    small: "ada · 4 Nov",
    brief: "v8",
    badge: { state: "serving", word: "Serving" },
  };
  assert.equal(getDrawnWords(data, "near"), "v8 approved\nServing\nada · 4 Nov");
  assert.equal(getDrawnWords(data, "middle"), "v8");
  assert.equal(getDrawnWords(data, "far"), "");
});

test("crossing a level restyles what is in view at once and the rest when there is time", () => {
  const card = (x) => {
    const classes = new Set(["middle"]);
    return {
      classes,
      position: () => ({ x, y: 0 }),
      hasClass: (name) => classes.has(name),
      addClass: (name) => classes.add(name),
      data: () => ({ label: "train", brief: "train", small: "2 Nov" }),
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
    on: (event, run) => {
      if (event === "zoom") onZoom = run;
    },
    zoom: () => 1,
    extent: () => ({ x1: -500, x2: 500, y1: -500, y2: 500 }),
    nodes: () => [here, away],
    batch: (run) => run(),
    container: () => null,
  };
  const { completeCard } = createSemanticZoom(cy);
  assert.equal(completeCard({}, "start data").classes, "start data middle");
  onZoom();
  assert.equal(completeCard({}, "start data").classes, "start data near");
  assert.deepEqual([[...here.classes], [...away.classes]], [["near"], ["middle"]]);
  idle({ timeRemaining: () => 50 });
  assert.deepEqual([...away.classes], ["near"]);
});
