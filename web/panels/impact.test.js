import assert from "node:assert/strict";
import { test } from "node:test";
import { addAddress, addAddressToMail } from "./impact.js";

const HERE = "http://host/?start=arn:a&view=impact";

test("a message ends with the address of the page", () => {
  assert.equal(addAddress("2 entities depend on a.", HERE), `2 entities depend on a.\n\n${HERE}`);
});

test("a mail gets the address once", () => {
  const link = addAddressToMail("mailto:?subject=a&body=b", HERE);
  assert.ok(link.endsWith(encodeURIComponent(`\n\n${HERE}`)));
  assert.equal(addAddressToMail(link, HERE), link);
});
