import assert from "node:assert/strict";
import { test } from "node:test";
import { retryRequest } from "./screen-request.js";

const noWait = async () => {};

test("a failed request is repeated until it succeeds", async () => {
  let count = 0;
  const request = async () => {
    count += 1;
    if (count < 3) throw new Error("refused");
    return "answer";
  };
  assert.equal(await retryRequest(request, { wait: noWait }), "answer");
  assert.equal(count, 3);
});

test("a request is given up after twenty tries", async () => {
  let count = 0;
  const request = async () => {
    count += 1;
    throw new Error("refused");
  };
  await assert.rejects(retryRequest(request, { wait: noWait }), /refused/);
  assert.equal(count, 20);
});

test("a request is given up after as many tries as it says", async () => {
  let count = 0;
  const request = async () => {
    count += 1;
    throw new Error("refused");
  };
  await assert.rejects(retryRequest(request, { wait: noWait, maxTries: 3 }), /refused/);
  assert.equal(count, 3);
});

test("an aborted request is not repeated", async () => {
  let count = 0;
  const request = async () => {
    count += 1;
    throw Object.assign(new Error("aborted"), { name: "AbortError" });
  };
  await assert.rejects(retryRequest(request, { wait: noWait }), /aborted/);
  assert.equal(count, 1);
});
