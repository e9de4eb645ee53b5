// Knows which way time flows in the graph: to the right, or down.

/** @import { Point } from "../types.d.ts" */

/** @typedef {ReturnType<typeof createOrientation>} Orientation */

/** @type {Record<string, string>} */
const TRANSPOSED_KEYS = {
  ArrowLeft: "ArrowUp",
  ArrowUp: "ArrowLeft",
  ArrowRight: "ArrowDown",
  ArrowDown: "ArrowRight",
};

/** @param {(isDown: boolean) => void} [onChange] */
export function createOrientation(onChange = () => {}) {
  let down = false;
  return {
    isDown: () => down,

    /** Return how far along the flow a point is. @param {Point} point */
    getAlong: ({ x, y }) => (down ? y : x),

    /** Return how far across the flow a point is. @param {Point} point */
    getAcross: ({ x, y }) => (down ? x : y),

    /** Return the key that means the same in a graph that flows to the right. @param {string} key */
    translateKey: (key) => (down ? (TRANSPOSED_KEYS[key] ?? key) : key),

    /** @param {string} orientation "right" or "down" */
    setOrientation(orientation) {
      down = orientation === "down";
      onChange(down);
    },
  };
}
