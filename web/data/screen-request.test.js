import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { endRequest, isAbort, isCurrent, requestScreen, setStopped } from "./screen-request.js";

const GRAMMAR =
  '{"viewParameters": ["view", "hide"], "defaults": {}, "droppedOnFocus": [], "keptOnPath": []}';
/** @type {{url: string, headers: Record<string, string>, signal: AbortSignal}[]} */
let sent = [];

beforeEach(() => {
  sent = [];
  globalThis.document = /** @type {any} */ ({
    getElementById: () => ({ textContent: GRAMMAR }),
    documentElement: { dataset: {} },
  });
  globalThis.window = /** @type {any} */ ({ history: { state: null } });
  globalThis.fetch = /** @type {any} */ (
    (url, { headers, signal }) => {
      sent.push({ url, headers, signal });
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError"))),
      );
    }
  );
  setStopped(null);
});

test("one address is requested once", () => {
  const request = requestScreen("?start=once");
  assert.equal(requestScreen("?start=once"), request);
  assert.equal(sent.length, 1);
  assert.equal(sent[0].url, "screen?start=once");
});

test("a newer address cancels the request of the former", async () => {
  const former = requestScreen("?start=former");
  requestScreen("?start=newer");
  await assert.rejects(former.sent, isAbort);
  assert.equal(isCurrent(former), false);
});

test("a repeated request replaces the former", () => {
  const former = requestScreen("?start=again");
  const repeated = requestScreen("?start=again", "anew");
  assert.notEqual(repeated, former);
  assert.equal(sent.at(-1)?.headers["Lineage-Wish"], "anew");
});

test("reading that was stopped stays so while only the view changes", () => {
  setStopped("?start=stopped");
  assert.equal(requestScreen("?start=stopped&view=table").mode, "stop");
  assert.equal(requestScreen("?start=other").mode, "on");
});

test("an address can be requested again after its request has ended", () => {
  const request = requestScreen("?start=ended");
  endRequest(request);
  assert.notEqual(requestScreen("?start=ended"), request);
});

test("a page that is being left requests nothing", () => {
  document.documentElement.dataset.leaving = "";
  requestScreen("?start=leaving");
  assert.equal(sent.length, 0);
});
