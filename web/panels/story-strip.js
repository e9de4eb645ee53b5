// The strip of a story: adds the view that is shown, orders the scenes, and steps through them while presenting.

/** @import { SavedCamera } from "../types.d.ts" */
/** @import { Names, Scene, Story } from "../state/story.js" */
import { createElement } from "../dom/create-element.js";
import { findTarget, isFromField } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";
import { addScene, createStory, editScene, formatStory, moveScene, parseStory, removeScene } from "../state/story.js";

const OPEN_KEY = "lineage-story-open"; // number of the scene, while the window shows a story
const getStorage = () => window.localStorage;

/** @param {string} action @param {string} label @param {string} title */
function createButton(action, label, title) {
  const button = createElement("button", "button", label);
  button.type = "button";
  button.dataset.story = action;
  button.title = title;
  return button;
}

/** @param {Blob} file @param {string} name */
function saveFile(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * @param {object} options
 * @param {string} options.key name in the storage, without the account
 * @param {Names} options.names whether names are hidden
 * @param {() => string} options.getSearch
 * @param {(search: string, camera: SavedCamera | null) => void} options.show
 * @param {() => SavedCamera | null} options.readCamera
 * @param {(text: string) => void} options.announce
 * @param {(title: string, detail: string) => void} options.showError
 */
export function wireStory({ key, names, getSearch, show, readCamera, announce, showError }) {
  const root = document.documentElement;
  const list = createElement("ol", "story-scenes");
  const place = createElement("span", "story-place");
  const title = Object.assign(createElement("input", "story-title"), {
    maxLength: 80,
    ariaLabel: "Title of the scene",
  });
  const note = Object.assign(createElement("textarea", "story-note"), {
    rows: 3,
    ariaLabel: "Notes for the presenter",
  });
  const editor = createElement("section", "story-editor", title, note);
  editor.ariaLabel = "Title and notes of the scene";
  const heading = createElement("p", "story-heading");
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: ".json", hidden: true });
  const strip = createElement(
    "nav",
    "story-strip",
    createElement(
      "div",
      "story-steps",
      createButton("previous", "‹", "Previous scene (Page Up)"),
      place,
      createButton("next", "›", "Next scene (Page Down)"),
    ),
    list,
    createElement(
      "div",
      "story-actions",
      createButton("add", "Add view", "Add this view after the scene that is shown"),
      createButton("notes", "Notes", "Title and notes (N)"),
      createButton("presenter", "Presenter", "Notes in a separate window for the presenter (Shift+N)"),
      createButton("undo", "Undo", "Undo the last change (Ctrl+Z on a scene)"),
      createButton("save", "Save", "Save the story as a file"),
      createButton("open", "Open", "Open a story from a file"),
      createButton("page", "As a page", "One page that steps through the scenes without a network"),
      createButton("close", "×", "Close the story"),
    ),
    chooser,
  );
  strip.ariaLabel = "Story";
  /** @type {Story[]} */
  const past = [];
  /** @type {Story} */
  let story = createStory("", names);
  let current = 0;
  /** @type {Window | null} */
  let notesWindow = null;

  const getAccount = () => document.getElementById("account")?.textContent ?? "";
  const getKey = () => `${key}:${getAccount()}`;
  const isOpen = () => "story" in root.dataset;

  /** @param {Story} next @param {number} [index] */
  function change(next, index = current) {
    past.push(story);
    keep(next, index);
  }

  /** @param {Story} next @param {number} index */
  function keep(next, index) {
    story = next;
    current = Math.max(0, Math.min(index, story.scenes.length - 1));
    writeStoredJson(getStorage, getKey(), story.scenes.length ? story : null);
    render();
  }

  function render() {
    const { scenes } = story;
    place.textContent = scenes.length ? `${current + 1} of ${scenes.length}` : "No scenes";
    list.replaceChildren(
      ...scenes.map((scene, index) => {
        const words = createElement("span", "", createElement("bdi", "", scene.title));
        const button = createElement("button", "story-scene", createElement("b", "", String(index + 1)), words);
        button.type = "button";
        button.dataset.scene = String(index);
        button.title = `${scene.title}\nAlt+← and Alt+→ move it, Delete removes it`;
        if (index === current) button.setAttribute("aria-current", "step");
        return createElement("li", "", button);
      }),
    );
    if (isOpen()) window.sessionStorage.setItem(OPEN_KEY, String(current));
    const scene = scenes[current];
    heading.textContent = scene?.title ?? "";
    title.value = scene?.title ?? "";
    note.value = scene?.note ?? "";
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    writeNotes(scene);
  }

  /** Show the notes in the presenter's own window. @param {Scene | undefined} scene */
  function writeNotes(scene) {
    if (!notesWindow || notesWindow.closed) return;
    const { document: page } = notesWindow;
    const next = story.scenes[current + 1];
    const lines = [`${place.textContent}: ${scene?.title ?? ""}`, scene?.note ?? "", next ? `Next: ${next.title}` : ""];
    page.title = "Notes";
    page.body.replaceChildren(
      ...lines.map((line) => {
        const paragraph = page.createElement("p");
        paragraph.textContent = line;
        paragraph.style.cssText = "font: 22px/1.5 sans-serif; white-space: pre-wrap";
        return paragraph;
      }),
    );
  }

  /** @param {number} [index] of the scene to show where the address is not of the story */
  function open(index = 0) {
    if (!strip.isConnected) {
      document.body.append(editor, strip);
      document.getElementById("trail")?.before(heading); // stands there for the trail while presenting
    }
    const kept = readStoredJson(getStorage, getKey(), createStory(getAccount(), names));
    story = kept.names === names && Array.isArray(kept.scenes) ? kept : createStory(getAccount(), names);
    const shown = story.scenes.findIndex(({ address }) => address === getSearch());
    current = shown < 0 ? index : shown;
    root.dataset.story = "";
    render();
  }

  function close() {
    delete root.dataset.story;
    delete root.dataset.notes;
    window.sessionStorage.removeItem(OPEN_KEY);
  }

  /** @param {number} index */
  function go(index) {
    const scene = story.scenes[index];
    if (!scene) return;
    current = index;
    render();
    show(scene.address, "present" in root.dataset ? null : scene.camera); // presented views are fitted
    announce(`Scene ${index + 1} of ${story.scenes.length}: ${scene.title}`);
  }

  function add() {
    if (!isOpen()) {
      open();
      current = story.scenes.length - 1;
    }
    const heading = document.querySelector("#document h2, #answer h2")?.textContent;
    const focus = document.querySelector("#trail h1")?.textContent ?? document.title;
    const read = /** @type {HTMLTimeElement | null} */ (document.getElementById("age"))?.dateTime ?? "";
    const scene = { title: heading ?? focus, note: "", address: getSearch(), camera: readCamera(), read };
    change(addScene({ ...story, account: getAccount() }, scene, current), story.scenes.length ? current + 1 : 0);
    announce(`Added as scene ${current + 1} of ${story.scenes.length}`);
  }

  async function savePage() {
    announce("Preparing the page");
    const headers = { "Content-Type": "application/json", "Lineage-Open": "story" };
    const response = await fetch("story", { method: "POST", headers, body: formatStory(story) });
    if (!response.ok) {
      const { error } = await response.json().catch(() => ({ error: { detail: response.statusText } }));
      throw new Error(error.detail);
    }
    saveFile(await response.blob(), "story.html");
    announce("Saved");
  }

  /** Open the presenter's window; its keys step through the scenes, too. */
  function openNotes() {
    notesWindow = window.open("", "lineage-notes", "width=640,height=480");
    if (!notesWindow) throw new Error("The browser blocked the window: allow windows of this page.");
    notesWindow.onkeydown = ({ key, shiftKey }) =>
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
    render();
  }

  function undo() {
    const last = past.pop();
    if (last) keep(last, current);
    announce(last ? "Undone" : "Nothing to undo");
  }

  /** @type {Record<string, () => unknown>} */
  const actions = {
    add,
    undo,
    close,
    show: () => open(),
    previous: () => go(current - 1),
    next: () => go(current + 1),
    presenter: openNotes,
    notes: () => root.toggleAttribute("data-notes"),
    save: () => saveFile(new Blob([formatStory(story)], { type: "application/json" }), "story.lineage-story.json"),
    open: () => chooser.click(),
    page: savePage,
  };

  /** @param {() => unknown} run */
  async function attempt(run) {
    try {
      await run();
    } catch (error) {
      showError("The story is unchanged", error instanceof Error ? error.message : String(error));
    }
  }

  document.addEventListener("click", (event) => {
    const action = findTarget(event, "[data-story]")?.dataset.story;
    const index = findTarget(event, "[data-scene]")?.dataset.scene;
    if (action && actions[action]) attempt(actions[action]);
    else if (index) go(Number(index));
  });
  chooser.addEventListener("change", () =>
    attempt(async () => {
      const text = await chooser.files?.[0]?.text();
      chooser.value = "";
      if (text === undefined) return;
      const opened = parseStory(text, names);
      change(opened, 0);
      if (opened.account !== getAccount())
        announce(`This story was made with another account: ${opened.account}. Its views may be missing here.`);
    }),
  );
  for (const field of [title, note])
    field.addEventListener("change", () => {
      if (story.scenes[current]) change(editScene(story, current, { title: title.value, note: note.value }));
    });
  list.addEventListener("keydown", (event) => {
    const index = Number(findTarget(event, "[data-scene]")?.dataset.scene ?? -1);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (index < 0) return;
    if (step && event.altKey) change(moveScene(story, index, index + step), index + step);
    else if (event.key === "Delete") change(removeScene(story, index), index);
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
    else return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (list.querySelector("[aria-current]"))?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (!isOpen() || event.defaultPrevented || isFromField(event, "dialog")) return;
    const last = story.scenes.length - 1;
    const [next, previous] = [Math.min(current + 1, last), Math.max(current - 1, 0)];
    const target = { PageDown: next, PageUp: previous, ArrowRight: next, ArrowLeft: previous, Home: 0, End: last }[
      event.key
    ];
    const isStep = target !== undefined && ("present" in root.dataset || event.key.startsWith("Page"));
    if (isStep) go(target);
    else if (event.key === "N" && event.shiftKey) attempt(openNotes);
    else if (event.key === "n" && !event.ctrlKey && !event.metaKey) actions.notes();
    else return;
    event.preventDefault();
  });
  document.addEventListener("lineage-inserted", () => {
    const place = window.sessionStorage.getItem(OPEN_KEY);
    if (!isOpen() && place !== null && getAccount()) open(Number(place)); // as before the page was loaded anew
  });
}
