import assert from "node:assert/strict";
import { test } from "node:test";
import { createNeighborCounts } from "./neighbor-counts.js";

const URL_OF_PAGE = { getSearch: () => "?start=endpoint" };

/** @param {{ status: number, body: string }} answer */
function answerWith({ status, body }) {
  /** @type {string[]} */
  const asked = [];
  globalThis.fetch = (address) => {
    asked.push(String(address));
    return Promise.resolve(new Response(body, { status }));
  };
  return asked;
}

const createCounts = () => createNeighborCounts(/** @type {import("../state/url.js").Url} */ (URL_OF_PAGE));

test("counts are asked for once", async () => {
  const asked = answerWith({ status: 200, body: '{"unseen": {"up": 2}, "more": []}' });
  const counts = createCounts();
  assert.deepEqual(await counts.loadCounts("arn:a"), { unseen: { up: 2 }, more: [] });
  await counts.loadCounts("arn:a");
  assert.deepEqual(asked, ["around?start=endpoint&of=arn%3Aa"]);
});

test("counts that are denied say why, and are not zeros", async () => {
  const asked = answerWith({ status: 422, body: "Access to sagemaker:ListAssociations was denied." });
  const counts = createCounts();
  const { why } = (await counts.loadCounts("arn:a")) ?? {};
  assert.equal(why, "Access to sagemaker:ListAssociations was denied.");
  assert.equal(counts.getCounts("arn:a"), undefined);
  await counts.loadCounts("arn:a");
  assert.equal(asked.length, 2);
});
