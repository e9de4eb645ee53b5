// Renders what all labelled boxes have: the label above, a description, and the error below.

/** @import { ReactNode } from "../types.d.ts" */
import { createNode } from "./react.js";

/**
 * @typedef {object} LabelledProps
 * @property {string} id
 * @property {string} [label]
 * @property {string} [description]
 * @property {string | null} [error]
 */

/**
 * Return the attributes by which a box belongs to its label, description and error.
 *
 * @param {LabelledProps} props
 */
export function describeBox({ id, description, error }) {
  const described = [description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(" ");
  return { id, "aria-invalid": error ? "true" : undefined, "aria-describedby": described || undefined };
}

/**
 * @param {string} kind class of the field
 * @param {LabelledProps} props
 * @param {...ReactNode} box
 */
export function renderLabelled(kind, { id, label, description, error }, ...box) {
  return createNode(
    "div",
    { className: `field ${kind}` },
    label && createNode("label", { className: "field-label", htmlFor: id, id: `${id}-label` }, label),
    description && createNode("p", { className: "field-description", id: `${id}-description` }, description),
    ...box,
    error && createNode("p", { className: "field-error", id: `${id}-error` }, error),
  );
}
