// Renders boxes for text, for whole numbers, and for a yes or no.

/** @import { ReactNode, SetProps } from "../types.d.ts" */
import { describeBox, renderLabelled } from "./labelled-box.js";
import { createNode } from "./react.js";

/**
 * Return what a box holds: a number where one is wanted, unless the box is empty.
 *
 * @param {string} text
 * @param {string | undefined} kind
 */
export const readBox = (text, kind) => (kind === "number" && text !== "" ? Number(text) : text);

/**
 * @typedef {object} TextFieldProps
 * @property {string} id
 * @property {string} [label]
 * @property {string} [name] what a screen reader calls it, if the label does not say enough
 * @property {string | number | null} [value]
 * @property {string} [placeholder]
 * @property {string | null} [error]
 * @property {"number"} [kind]
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [lines]
 * @property {ReactNode} [children]
 * @property {SetProps} setProps
 */

/** @param {TextFieldProps} props */
export function renderTextField(props) {
  const { name, value, placeholder, kind, min, max, lines, children, setProps } = props;
  const box = createNode(lines ? "textarea" : "input", {
    ...describeBox(props),
    "aria-label": name,
    value: value ?? "",
    placeholder,
    autoComplete: "off",
    spellCheck: false,
    ...(lines ? { rows: lines } : { type: kind ?? "text", min, max, step: kind && 1 }),
    onChange: (/** @type {{ target: HTMLInputElement }} */ { target }) =>
      setProps({ value: readBox(target.value, kind) }),
  });
  const held = children ? createNode("div", { className: "field-box" }, box, children) : box;
  return renderLabelled(kind ?? "text", props, held);
}

/** @param {{ id: string, label: string, checked?: boolean, setProps: SetProps }} props */
export function renderCheckbox({ id, label, checked, setProps }) {
  const box = createNode("input", {
    id,
    type: "checkbox",
    checked: Boolean(checked),
    onChange: (/** @type {{ target: HTMLInputElement }} */ { target }) => setProps({ checked: target.checked }),
  });
  return createNode("label", { className: "field checkbox" }, box, label);
}
