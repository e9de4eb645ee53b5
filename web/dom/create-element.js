// Creates HTML elements with a class and children.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function createElement(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * Create an icon that screen readers skip.
 *
 * @param {string} name key of `ICON_PATHS`
 */
export function createIcon(name) {
  const icon = createElement("span", "icon");
  icon.style.setProperty("--icon", `var(--icon-${name})`);
  icon.setAttribute("aria-hidden", "true");
  return icon;
}

/**
 * Create the icon in front of an entity's name, in its color.
 *
 * @param {{ icon: string, family: string }} data
 */
export const createBadge = ({ icon, family }) => createElement("span", `badge family-${family}`, createIcon(icon));

/**
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function createButton(className, ...children) {
  const button = createElement("button", className, ...children);
  button.type = "button";
  return button;
}
