// Renders choices of one among a few: as segments, as cards, or as a list that opens.

/** @import { ReactNode, SetProps } from "../types.d.ts" */
import { createNode } from "./react.js";

/** @typedef {{ value: string, label: string, icon?: string, meaning?: string }} Option */
/**
 * @typedef {object} ChoiceProps
 * @property {string} id
 * @property {string} [label]
 * @property {string} [value]
 * @property {string | null} [error]
 * @property {Option[]} data
 * @property {SetProps} setProps
 */

/** @param {Option} option @returns {ReactNode[]} */
const renderWords = ({ label, icon, meaning }) => [
  icon &&
    createNode("span", {
      key: "icon",
      className: "icon",
      style: { "--icon": `var(--icon-${icon})` },
      "aria-hidden": true,
    }),
  createNode("span", { key: "label" }, label),
  meaning && createNode("small", { key: "meaning", className: "meaning" }, meaning),
];

/** @param {ChoiceProps} props */
export function renderChoice({ id, label, value, error, data, setProps }) {
  const options = data.map((option) => {
    const isChosen = option.value === value;
    const box = createNode("input", {
      type: "radio",
      name: id,
      value: option.value,
      checked: isChosen,
      "aria-label": option.meaning && `${option.label}: ${option.meaning}`,
      onChange: () => setProps({ value: option.value }),
    });
    const look = { className: label ? "choice-card" : "segment", "data-active": isChosen || undefined };
    return createNode("label", { key: option.value, ...look }, box, ...renderWords(option));
  });
  const group = { id, role: "radiogroup", "aria-labelledby": label && `${id}-label` };
  if (!label) return createNode("div", { ...group, className: "segments", "aria-label": "View" }, ...options);
  return createNode(
    "div",
    { className: "field choice" },
    createNode("div", { className: "field-label", id: `${id}-label` }, label),
    createNode("div", { ...group, className: "choice-cards" }, ...options),
    error && createNode("p", { className: "field-error", id: `${id}-error` }, error),
  );
}

/** @param {ChoiceProps} props */
export function renderSelection({ id, value, data, setProps }) {
  const options = data.map((option) => createNode("option", { key: option.value, value: option.value }, option.label));
  return createNode(
    "select",
    {
      id,
      value,
      onChange: (/** @type {{ target: HTMLSelectElement }} */ { target }) => setProps({ value: target.value }),
    },
    ...options,
  );
}
