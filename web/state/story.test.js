import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addScene,
  createStory,
  editScene,
  formatStory,
  MAX_SCENES,
  moveScene,
  parseStory,
  removeScene,
} from "./story.js";

/** @param {string} title */
const makeScene = (title) => ({ title, note: "", address: "?start=a", camera: null, read: "2026-11-28T15:00:00Z" });

/** @param {readonly string[]} titles */
const makeStory = (titles) =>
  titles.reduce((story, title) => addScene(story, makeScene(title)), createStory("Demo", "real"));

/** @param {import("./story.js").Story} story */
const listTitles = (story) => story.scenes.map(({ title }) => title).join("");

test("scenes are added after the one that is shown, moved and removed", () => {
  const story = makeStory(["a", "b", "c"]);
  assert.equal(listTitles(addScene(story, makeScene("x"), 0)), "axbc");
  assert.equal(listTitles(moveScene(story, 0, 2)), "bca");
  assert.equal(moveScene(story, 0, -1), story);
  assert.equal(listTitles(removeScene(story, 1)), "ac");
  assert.equal(listTitles(story), "abc");
});

test("a title has 80 characters at most, and is never empty", () => {
  const story = editScene(makeStory(["a"]), 0, { title: "t".repeat(100), note: "n" });
  assert.equal(story.scenes[0].title.length, 80);
  assert.equal(story.scenes[0].note, "n");
  assert.equal(editScene(story, 0, { title: " " }).scenes[0].title, story.scenes[0].title);
  assert.equal(listTitles(addScene(createStory("", "real"), makeScene(" "))), "Untitled");
});

test("a story has 50 scenes at most", () => {
  const full = makeStory(Array.from({ length: MAX_SCENES }, () => "a"));
  assert.throws(() => addScene(full, makeScene("b")), /50 scenes/);
});

test("a story survives its file", () => {
  const story = makeStory(["<b>a</b>", "b"]);
  assert.deepEqual(parseStory(formatStory(story), "real"), story);
});

test("what is not a story is refused with a sentence", () => {
  const file = JSON.parse(formatStory(makeStory(["a"])));
  const open = (/** @type {object} */ change) => () => parseStory(JSON.stringify({ ...file, ...change }), "real");
  assert.throws(() => parseStory("{", "real"), /not JSON/);
  assert.throws(open({ format: "other" }), /lineage-story\/1/);
  assert.throws(open({ names: "hidden" }), /names hidden/);
  for (const address of ["https://evil.example/", "javascript:alert(1)", "//evil", "?a#b", 7])
    assert.throws(open({ scenes: [{ ...makeScene("a"), address }] }), /Scene 1/);
  assert.throws(() => parseStory("x".repeat(1_000_001), "real"), /too large/);
});
