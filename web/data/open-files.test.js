import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAddress, sendFiles } from "./open-files.js";

const ARN = "arn:aws:sagemaker:us-west-2:000000000000:context/churn";

test("the address of a file names its start first", () => {
  assert.equal(formatAddress({ file: "ab12", start: ARN }), `?start=${ARN}&file=ab12`);
});

test("a file without an obvious start is opened on its first screen", () => {
  assert.equal(formatAddress({ file: "ab12", start: "" }, "&share=1"), "?file=ab12&share=1");
});

test("a file that is too large is not sent", async () => {
  const file = { name: "all.json", size: 21 * 2 ** 20 };
  await assert.rejects(sendFiles([/** @type {File} */ (file)]), /all\.json has 21 MB/);
});
