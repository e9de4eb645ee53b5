import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseScheme } from "./color-scheme.js";

test("what the reader chose goes before the system, if it is a scheme", () => {
  assert.equal(chooseScheme("light", true), "light");
  assert.equal(chooseScheme("dark", false), "dark");
  assert.equal(chooseScheme("auto", true), "dark");
  assert.equal(chooseScheme(null, false), "light");
});
