// A story: views with titles and notes, in the order in which they are presented. Every function returns a new story.

/** @import { SavedCamera } from "../types.d.ts" */

export const STORY_FORMAT = "lineage-story/1";
export const MAX_SCENES = 50;
export const MAX_STORY_BYTES = 1_000_000;
export const MAX_TITLE = 80;
const MAX_NOTE = 4_000;

/**
 * @typedef {object} Scene
 * @property {string} title
 * @property {string} note for the presenter, plain text
 * @property {string} address the view as a query string
 * @property {SavedCamera | null} camera
 * @property {string} read when the view was read, ISO 8601
 */

/** @typedef {"real" | "hidden"} Names */

/**
 * @typedef {object} Story
 * @property {string} account title of the account
 * @property {Names} names whether names were hidden
 * @property {readonly Scene[]} scenes
 */

/** @param {string} account @param {Names} names @returns {Story} */
export const createStory = (account, names) => ({ account, names, scenes: [] });

/** @param {string} text @param {number} length */
const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/**
 * Add a scene after another one.
 *
 * @param {Story} story
 * @param {Scene} scene
 * @param {number} [after] index of the scene that it follows; the last one by default
 * @throws {Error} There are as many scenes as a story can have.
 */
export function addScene(story, scene, after = story.scenes.length - 1) {
  if (story.scenes.length >= MAX_SCENES) throw new Error(`A story has ${MAX_SCENES} scenes at most. Remove one first.`);
  const title = shorten(scene.title.trim() || "Untitled", MAX_TITLE);
  return { ...story, scenes: story.scenes.toSpliced(after + 1, 0, { ...scene, title }) };
}

/** @param {Story} story @param {number} index */
export const removeScene = (story, index) => ({ ...story, scenes: story.scenes.toSpliced(index, 1) });

/** @param {Story} story @param {number} from @param {number} to */
export function moveScene(story, from, to) {
  if (to < 0 || to >= story.scenes.length) return story;
  return { ...story, scenes: story.scenes.toSpliced(from, 1).toSpliced(to, 0, story.scenes[from]) };
}

/** @param {Story} story @param {number} index @param {{ title?: string, note?: string }} change */
export function editScene(story, index, { title, note }) {
  const scene = story.scenes[index];
  const changed = {
    ...scene,
    title: shorten(title?.trim() || scene.title, MAX_TITLE),
    note: (note ?? scene.note).slice(0, MAX_NOTE),
  };
  return { ...story, scenes: story.scenes.with(index, changed) };
}

/** Return a story as the text of a file. @param {Story} story */
export const formatStory = (story) => `${JSON.stringify({ format: STORY_FORMAT, ...story }, null, 1)}\n`;

/** @param {any} value @returns {value is SavedCamera} */
function isCamera(value) {
  const numbers = [value?.zoom, value?.pan?.x, value?.pan?.y, value?.focus?.x, value?.focus?.y];
  return numbers.every(Number.isFinite);
}

/**
 * Return a scene of a file; null if it is none.
 *
 * @param {any} scene
 * @returns {Scene | null}
 */
function parseScene(scene) {
  const { title, note = "", address, camera = null, read = "" } = scene ?? {};
  if (![title, note, address, read].every((text) => typeof text === "string")) return null;
  if (!/^\?[^#\s]*$/.test(address)) return null; // only a view of this explorer, never another place
  return { title: shorten(title, MAX_TITLE), note, address, camera: isCamera(camera) ? camera : null, read };
}

/**
 * Return the story of a file.
 *
 * @param {string} text
 * @param {Names} names whether names are hidden now
 * @returns {Story}
 * @throws {Error} It is none, or one with names that are hidden now, or are not.
 */
export function parseStory(text, names) {
  if (text.length > MAX_STORY_BYTES) throw new Error("This file is too large for a story: 1 MB at most.");
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error("This file is not a story: it is not JSON.");
  }
  if (found?.format !== STORY_FORMAT || !Array.isArray(found.scenes))
    throw new Error(`This file is not a story: its “format” is not ${STORY_FORMAT}.`);
  const scenes = found.scenes.map(parseScene);
  const bad = scenes.indexOf(null);
  if (bad >= 0) throw new Error(`Scene ${bad + 1} of this file has no title, or no address of a view.`);
  if (scenes.length > MAX_SCENES) throw new Error(`This story has more than ${MAX_SCENES} scenes.`);
  if (found.names !== names)
    throw new Error(
      found.names === "hidden"
        ? "This story was made with names hidden. Hide names first, then open it."
        : "This story was made with real names. Show names first, then open it.",
    );
  return { account: String(found.account ?? ""), names, scenes };
}
