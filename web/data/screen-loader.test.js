import assert from "node:assert/strict";
import { test } from "node:test";
import { createUrl } from "../state/url.js";
import { GRAMMAR } from "../testing/url-grammar.js";
import { createScreenLoader } from "./screen-loader.js";

const HERE = "?start=a";

/** A loader whose requests are answered from a list, or stay open. */
function createLoader(answers = [], { isLeaving = false } = {}) {
  const requests = [];
  const failures = [];
  const loader = createScreenLoader({
    url: createUrl(GRAMMAR, { search: HERE }),
    getPreviousLayout: () => "layout",
    isLeaving: () => isLeaving,
    onUnreachable: () => failures.push("unreachable"),
    request: async (search, options) => {
      requests.push({ search, ...options });
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? new Promise(() => {});
    },
  });
  return { loader, requests, failures };
}

const screen = (changes) => ({ drawing: null, shown: {}, progress: null, named: true, ...changes });
const modes = (requests) => requests.map(({ mode }) => mode);

test("an address is requested once, however often it is loaded", () => {
  const { loader, requests } = createLoader();
  assert.equal(loader.load(HERE), loader.load(HERE));
  assert.equal(requests.length, 1);
  assert.equal(requests[0].previousLayout, "layout");
});

test("a newer address cancels the request of the former", () => {
  const { loader, requests } = createLoader();
  const former = loader.load(HERE);
  loader.load("?start=b");
  assert.ok(requests[0].signal.aborted);
  assert.ok(!requests[1].signal.aborted);
  assert.ok(!loader.isCurrent(former));
});

test("nothing is requested while another page is on its way", () => {
  const { loader, requests } = createLoader([], { isLeaving: true });
  loader.load(HERE);
  assert.deepEqual(requests, []);
});

test("the component that triggers a screen decides what is wanted of reading", () => {
  const { loader, requests } = createLoader();
  loader.loadFor(HERE, "address");
  loader.loadFor(HERE, "asked");
  loader.loadFor(HERE, "retry");
  assert.deepEqual(modes(requests), ["on", "anew", "again"]);
});

test("a stopped query stays stopped while only what is shown of it changes", () => {
  const { loader, requests } = createLoader();
  loader.reload("stop");
  loader.load(`${HERE}&view=table`);
  loader.load(`${HERE}&depth=2`);
  assert.deepEqual(modes(requests), ["stop", "stop", "on"]);
});

test("a partial answer is requested again until it is read and named", async () => {
  const { loader, requests } = createLoader([
    screen({ drawing: { pages: 2 }, progress: { pages: 2, entities: 9, more: true } }),
    screen({ drawing: { pages: 4 }, named: false }),
    screen({ drawing: { pages: 4 } }),
  ]);
  const states = [];
  await loader.follow(loader.load(HERE), { "view.value": "graph" }, async (_screen, _loading, shown) => {
    states.push(shown);
    return true;
  });
  assert.deepEqual(modes(requests), ["on", "on", "names"]);
  assert.equal(requests[1].pagesShown, 2);
  assert.deepEqual(states, [{ "view.value": "graph" }, {}, {}]);
});

test("an answer that moves the page to another address is the answer of that address", async () => {
  const moved = "?start=entity-of-a";
  const { loader, requests } = createLoader([screen({ moved, named: false }), screen({})]);
  let renderings = 0;
  const render = async () => {
    renderings += 1;
    await loader.follow(loader.load(moved), {}, render); // the page knows the new address
    return true;
  };
  await loader.follow(loader.load(HERE), {}, render);
  assert.deepEqual(
    requests.map(({ search, mode }) => [search, mode]),
    [
      [HERE, "on"],
      [moved, "names"],
    ],
  );
  assert.equal(renderings, 2);
});

test("nothing more is requested when the reader has gone on", async () => {
  const { loader, requests } = createLoader([screen({ progress: { pages: 1, entities: 1, more: true } })]);
  await loader.follow(loader.load(HERE), {}, async () => false);
  assert.equal(requests.length, 1);
});

test("a request that a dying worker drops is sent again, which nobody notices", async () => {
  const { loader, requests, failures } = createLoader([new TypeError("failed to fetch"), screen()]);
  await loader.follow(loader.load(HERE), {}, async () => true);
  assert.equal(requests.length, 2);
  assert.deepEqual(failures, []);
});

test("a server that does not answer is reported, an aborted request is not", async () => {
  const abort = Object.assign(new Error("aborted"), { name: "AbortError" });
  for (const [error, reported] of [
    [new TypeError("failed to fetch"), ["unreachable"]],
    [abort, []],
  ]) {
    const { loader, failures } = createLoader([error, error, error]);
    await loader.follow(loader.load(HERE), {}, async () => true);
    assert.deepEqual(failures, reported);
  }
});

/** A loader that has answered before, and shows that answer. */
async function createQuickLoader(answers) {
  const created = createLoader([screen(), ...answers]);
  await created.loader.follow(created.loader.load(HERE), {}, async () => true);
  created.requests.length = 0;
  return created;
}

test("an address that was prefetched is not requested again when it is gone to", async () => {
  const { loader, requests } = await createQuickLoader([screen({ read: "ahead" })]);
  loader.prefetch("?start=b");
  loader.prefetch("?start=b");
  assert.equal((await loader.load("?start=b").first).read, "ahead");
  assert.equal(requests.length, 1);
  assert.equal(requests[0].mode, "on");
});

test("what was prefetched is given up for another address", async () => {
  const { loader, requests } = await createQuickLoader([]);
  loader.prefetch("?start=b");
  loader.prefetch("?start=c");
  loader.load("?start=d");
  assert.deepEqual(
    requests.map(({ search, signal }) => [search, signal.aborted]),
    [
      ["?start=b", true],
      ["?start=c", true],
      ["?start=d", false],
    ],
  );
});

test("a prefetched answer that went wrong is requested again", async () => {
  const { loader, requests } = await createQuickLoader([new TypeError("failed to fetch"), screen({ read: "again" })]);
  loader.prefetch("?start=b");
  assert.equal((await loader.load("?start=b").first).read, "again");
  assert.equal(requests.length, 2);
});

test("nothing is prefetched before a quick answer, while one is under way, or of the present address", async () => {
  const { loader: first, requests: none } = createLoader();
  first.prefetch("?start=b");
  assert.deepEqual(none, []);
  const { loader, requests } = await createQuickLoader([]);
  loader.prefetch(HERE);
  loader.load("?start=c");
  loader.prefetch("?start=b");
  assert.deepEqual(
    requests.map(({ search }) => search),
    ["?start=c"],
  );
});

test("nothing is prefetched after a slow answer", async (context) => {
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const requests = [];
  const loader = createScreenLoader({
    url: createUrl(GRAMMAR, { search: HERE }),
    getPreviousLayout: () => "layout",
    isLeaving: () => false,
    onUnreachable: () => {},
    request: async (search) => {
      requests.push(search);
      now += 400;
      return screen();
    },
  });
  await loader.follow(loader.load(HERE), {}, async () => true);
  loader.prefetch("?start=b");
  assert.deepEqual(requests, [HERE]);
});

test("what was prefetched long ago is requested again", async (context) => {
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const { loader, requests } = await createQuickLoader([screen(), screen()]);
  loader.prefetch("?start=b");
  now += 5001;
  await loader.load("?start=b").first;
  assert.equal(requests.length, 2);
});

const PICTURE = { pages: 2 };

test("what the first part lacks is requested while the page is on its way, and shown with it", async () => {
  const { loader, requests } = createLoader([
    screen({ drawing: PICTURE, named: false }),
    screen({ drawing: PICTURE, said: "named" }),
  ]);
  const loading = loader.load(HERE);
  const seen = [];
  await loader.readAhead(loading, ({ named }) => seen.push(named));
  const rendered = [];
  await loader.follow(loading, {}, async (part) => rendered.push(part.said));
  assert.deepEqual(seen, [false, true]);
  assert.deepEqual(modes(requests), ["on", "names"]);
  assert.deepEqual(rendered, ["named"]);
});

test("a page that has come waits a moment for the names that are under way", async () => {
  const { loader, requests } = createLoader([
    screen({ drawing: PICTURE, named: false }),
    screen({ drawing: PICTURE, said: "named" }),
  ]);
  const loading = loader.load(HERE);
  const ahead = loader.readAhead(loading, () => {});
  const rendered = [];
  await loader.follow(loading, {}, async (part) => rendered.push(part.said));
  await ahead;
  assert.deepEqual(modes(requests), ["on", "names"]);
  assert.deepEqual(rendered, ["named"]);
});

test("a page that has come does not wait long for names, and requests them once", async () => {
  let giveNames;
  const names = new Promise((resolve) => {
    giveNames = resolve;
  });
  const { loader, requests } = createLoader([screen({ drawing: PICTURE, named: false }), names]);
  const loading = loader.load(HERE);
  loader.readAhead(loading, () => {});
  const rendered = [];
  await loader.follow(loading, {}, async ({ named }) => {
    rendered.push(named);
    giveNames(screen({ drawing: PICTURE }));
    return true;
  });
  assert.deepEqual(rendered, [false, true]);
  assert.deepEqual(modes(requests), ["on", "names"]);
});

test("names that could not be requested ahead are requested again", async () => {
  const { loader, requests, failures } = createLoader([
    screen({ drawing: PICTURE, named: false }),
    new TypeError("failed to fetch"),
    screen({ drawing: PICTURE }),
  ]);
  const loading = loader.load(HERE);
  loader.readAhead(loading, () => {}).catch(() => {});
  const rendered = [];
  await loader.follow(loading, {}, async ({ named }) => rendered.push(named));
  assert.deepEqual(rendered, [false, true]);
  assert.deepEqual([requests.length, failures], [3, []]);
});

test("nothing is requested ahead of an answer that moves the page to another address", async () => {
  const { loader, requests } = createLoader([screen({ drawing: PICTURE, named: false, moved: "?start=entity-of-a" })]);
  await loader.readAhead(loader.load(HERE), () => {});
  assert.equal(requests.length, 1);
});

test("the next pages of a large answer are requested ahead, and a page that has come shows what there is", async () => {
  const more = { pages: 2, entities: 900, more: true };
  let giveMore;
  const later = new Promise((resolve) => {
    giveMore = resolve;
  });
  const { loader, requests } = createLoader([screen({ drawing: PICTURE, named: false, progress: more }), later]);
  const loading = loader.load(HERE);
  loader.readAhead(loading, () => {});
  await loading.first;
  await new Promise(setImmediate);
  const rendered = [];
  await loader.follow(loading, {}, async ({ drawing }) => {
    rendered.push(drawing.pages);
    giveMore(screen({ drawing: { pages: 6 } }));
    return true;
  });
  assert.deepEqual(modes(requests), ["on", "on"]);
  assert.equal(requests[1].pagesShown, 0);
  assert.deepEqual(rendered, [2, 6]);
});

test("nothing is requested ahead once the reader has gone on", async () => {
  const { loader, requests } = createLoader([screen({ drawing: PICTURE, named: false })]);
  const ahead = loader.readAhead(loader.load(HERE), () => {});
  loader.load("?start=b");
  await ahead;
  assert.deepEqual(modes(requests), ["on", "on"]);
});
