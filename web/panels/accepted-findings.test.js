import assert from "node:assert/strict";
import { test } from "node:test";
import { addAcceptance, describeAcceptance, findAcceptance, isExpired, removeAcceptance } from "./accepted-findings.js";

const ACCEPTED = { rule: "cycle", arn: "a", reason: "Known", name: "Mara", expires: "2026-12-01" };

test("an acceptance holds to its last day", () => {
  assert.equal(isExpired(ACCEPTED, "2026-12-01"), false);
  assert.equal(isExpired(ACCEPTED, "2026-12-02"), true);
  assert.equal(isExpired({ ...ACCEPTED, expires: "" }, "2099-01-01"), false);
});

test("an acceptance is that of one rule and one entity", () => {
  assert.equal(findAcceptance([ACCEPTED], "cycle", "a", "2026-11-28"), ACCEPTED);
  assert.equal(findAcceptance([ACCEPTED], "cycle", "b", "2026-11-28"), undefined);
  assert.equal(findAcceptance([ACCEPTED], "loose-end", "a", "2026-11-28"), undefined);
  assert.equal(findAcceptance([ACCEPTED], "cycle", "a", "2026-12-02"), undefined);
});

test("accepting again replaces the reason", () => {
  const again = { ...ACCEPTED, reason: "Still known" };
  assert.deepEqual(addAcceptance([ACCEPTED], again), [again]);
  assert.deepEqual(removeAcceptance([ACCEPTED], "cycle", "a"), []);
});

test("an acceptance is told in words", () => {
  assert.equal(describeAcceptance(ACCEPTED), "Accepted by Mara until 2026-12-01: Known");
  assert.equal(describeAcceptance({ ...ACCEPTED, expires: "" }), "Accepted by Mara: Known");
});
