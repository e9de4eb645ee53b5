import assert from "node:assert/strict";
import { test } from "node:test";
import { readStoredJson, writeStoredJson } from "./stored-json.js";

function createStorage() {
  const values = new Map();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
  };
}

test("a stored value is read back, and removed by null", () => {
  const storage = createStorage();
  writeStoredJson(() => storage, "key", [1, 2]);
  assert.deepEqual(
    readStoredJson(() => storage, "key", []),
    [1, 2],
  );
  writeStoredJson(() => storage, "key", null);
  assert.equal(
    readStoredJson(() => storage, "key", "nothing"),
    "nothing",
  );
});

test("a storage that is forbidden or holds nonsense gives the fallback", () => {
  const forbid = () => {
    throw new Error("forbidden");
  };
  writeStoredJson(forbid, "key", 1);
  assert.equal(readStoredJson(forbid, "key", "nothing"), "nothing");
  const storage = createStorage();
  storage.setItem("key", "{");
  assert.equal(
    readStoredJson(() => storage, "key", "nothing"),
    "nothing",
  );
});
