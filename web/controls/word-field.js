// Renders boxes that hold several words: what is typed becomes one at Enter, a comma, or when the box is left; a list
// below offers others (the pattern of a combobox, by which screen readers know it).

/** @import { SetProps } from "../types.d.ts" */
import { describeBox, renderLabelled } from "./labelled-box.js";
import { createNode, useEffect, useState } from "./react.js";

/** @typedef {{ value: string, label: string }} Offer */

const MAX_OFFERS = 100; // more are found by typing

/** @param {readonly (string | Offer)[]} data @returns {Offer[]} */
export const readOffers = (data) =>
  data.map((offer) => (typeof offer === "string" ? { value: offer, label: offer } : offer));

/**
 * Return what is offered: all that is not held yet and contains the typed text.
 *
 * @param {readonly Offer[]} offers
 * @param {readonly string[]} held
 * @param {string} text
 */
export function filterOffers(offers, held, text) {
  const wanted = text.trim().toLowerCase();
  return offers
    .filter(({ value, label }) => !held.includes(value) && label.toLowerCase().includes(wanted))
    .slice(0, MAX_OFFERS);
}

/**
 * Add the words of a text to those that a box holds.
 *
 * @param {readonly string[]} held
 * @param {string} text
 * @param {readonly Offer[] | null} choices what the box takes; null if it takes any word
 * @returns {string[]}
 */
export function addWords(held, text, choices) {
  const words = text.split(",").map((word) => word.trim());
  const taken = choices
    ? words.map((word) => choices.find(({ label }) => label.toLowerCase() === word.toLowerCase())?.value ?? "")
    : words;
  return [...new Set([...held, ...taken.filter(Boolean)])];
}

/**
 * Return the number of the offer to which an arrow leads, in a circle through the box, which is -1.
 *
 * @param {string} key
 * @param {number} index
 * @param {number} count
 */
export const stepThrough = (key, index, count) => {
  const places = count + 1;
  return ((index + 1 + (key === "ArrowDown" ? 1 : places - 1)) % places) - 1;
};

/**
 * @typedef {object} WordFieldProps
 * @property {string} id
 * @property {string} label
 * @property {string[]} [value]
 * @property {(string | Offer)[]} [data]
 * @property {string} [placeholder]
 * @property {string} [description]
 * @property {string | null} [error]
 * @property {boolean} [closed] whether only offers are taken
 * @property {SetProps} setProps
 */

/** @param {WordFieldProps} props */
export function renderWordField(props) {
  const { id, label, placeholder, closed, setProps } = props;
  const held = props.value ?? [];
  const offers = readOffers(props.data ?? []);
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const shown = isOpen ? filterOffers(offers, held, text) : [];
  useEffect(() => {
    const option = active < 0 ? null : document.getElementById(`${id}-offer-${active}`);
    option?.scrollIntoView({ block: "nearest" });
    return undefined;
  }, [active]);
  useEffect(() => {
    if (isOpen) document.getElementById(`${id}-offers`)?.scrollIntoView({ block: "nearest" });
    return undefined;
  }, [isOpen]);

  const focusBox = () => document.getElementById(id)?.focus();
  const getLabel = (/** @type {string} */ word) => offers.find(({ value }) => value === word)?.label ?? word;

  /** @param {string} typed */
  function showTyped(typed) {
    setText(typed);
    setActive(-1);
  }

  /** @param {string[]} words */
  function hold(words) {
    showTyped("");
    if (words.join("\n") !== held.join("\n")) setProps({ value: words });
  }

  const takeText = () => hold(addWords(held, text, closed ? offers : null));

  /** @param {KeyboardEvent} event */
  function handleKey(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setActive(stepThrough(key, active, shown.length));
    } else if (key === "Enter" && (event.ctrlKey || event.metaKey)) takeText();
    else if (key === "Enter" && (text || active >= 0)) {
      event.preventDefault();
      if (shown[active]) hold([...held, shown[active].value]);
      else takeText();
    } else if (key === "Backspace" && !text) hold(held.slice(0, -1));
    else if (key === "Escape" && isOpen) setOpen(false);
    else return;
    if (key !== "Escape") return;
    event.stopPropagation();
  }

  const pills = held.map((word) =>
    createNode(
      "span",
      { className: "word", key: word },
      createNode("bdi", null, getLabel(word)),
      createNode("button", {
        type: "button",
        "aria-label": `Remove ${getLabel(word)}`,
        onClick: () => {
          hold(held.filter((other) => other !== word));
          focusBox();
        },
      }),
    ),
  );
  const box = createNode("input", {
    ...describeBox(props),
    key: "box", // the same one behind however many words
    role: "combobox",
    value: text,
    placeholder: held.length ? "" : placeholder,
    autoComplete: "off",
    spellCheck: false,
    "aria-autocomplete": "list",
    "aria-expanded": shown.length > 0,
    "aria-controls": shown.length > 0 ? `${id}-offers` : undefined,
    "aria-activedescendant": shown[active] ? `${id}-offer-${active}` : undefined,
    onChange: (/** @type {{ target: HTMLInputElement }} */ { target }) => {
      setOpen(true);
      if (target.value.endsWith(",")) hold(addWords(held, target.value, closed ? offers : null));
      else showTyped(target.value);
    },
    onFocus: () => setOpen(true),
    onClick: () => setOpen(true),
    onBlur: () => {
      takeText();
      setOpen(false);
    },
    onKeyDown: handleKey,
  });
  const list = shown.map(({ value, label: words }, index) =>
    createNode(
      "li",
      {
        key: value,
        id: `${id}-offer-${index}`,
        role: "option",
        "aria-selected": index === active,
        onMouseDown: (/** @type {Event} */ event) => event.preventDefault(), // the box keeps the keyboard
        onClick: () => hold([...held, value]),
      },
      words,
    ),
  );
  return renderLabelled(
    "words",
    props,
    createNode("div", { className: "field-box", onClick: focusBox }, ...pills, box),
    shown.length > 0 &&
      createNode("ul", { id: `${id}-offers`, role: "listbox", className: "offers", "aria-label": label }, ...list),
  );
}
