import assert from "node:assert/strict";
import { test } from "node:test";
import { findFault } from "./day-form.js";

/** @param {number} status @param {object} body */
const answer = (status, body) => async () => /** @type {any} */ ({ status, json: async () => body });

test("a day that is refused gets the words of the server", async () => {
  const fault = await findFault("?as_of=soon", answer(400, { error: { detail: "“soon” is not a date." } }));
  assert.equal(fault, "“soon” is not a date.");
});

test("what is no fault of the day is left to the page", async () => {
  for (const status of [200, 503, 504]) assert.equal(await findFault("?", answer(status, {})), "");
  const fail = async () => {
    throw new Error("offline");
  };
  assert.equal(await findFault("?", fail), "");
});

test("the whole address is asked about", async () => {
  let asked = "";
  await findFault("?start=a&as_of=2026-10-01", async (url) => {
    asked = String(url);
    return /** @type {any} */ ({ status: 200 });
  });
  assert.equal(asked, "api/v1/compare?start=a&as_of=2026-10-01");
});
