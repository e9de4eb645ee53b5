// Hands React to the controls: Dash brings it after this script, so it is read when a control is rendered.

/** @import { React, ReactNode } from "../types.d.ts" */

/** @returns {React} */
const getReact = () => /** @type {any} */ (window).React;

/**
 * Create an element of React.
 *
 * @param {string} tag
 * @param {Record<string, unknown> | null} [props]
 * @param {...ReactNode} children
 * @returns {ReactNode}
 */
export const createNode = (tag, props = null, ...children) => getReact().createElement(tag, props, ...children);

/** @type {React["useState"]} */
export const useState = (initial) => getReact().useState(initial);

/** @type {React["useEffect"]} */
export const useEffect = (run, inputs) => getReact().useEffect(run, inputs);
