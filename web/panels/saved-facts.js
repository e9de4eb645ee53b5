// Facts of one entity in a saved page, and its neighbors on either side.

function createElement(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children.filter(Boolean));
  return element;
}

function createIcon(name) {
  const element = createElement("span", "icon");
  element.style.setProperty("--icon", `var(--icon-${name})`);
  element.setAttribute("aria-hidden", "true");
  return element;
}

function createCopyButton(title, text) {
  if (!navigator.clipboard) return null; // a page in a frame may have none
  const button = createElement("button", "button", createIcon("copy"));
  button.type = "button";
  button.title = `Copy ${title}`;
  button.setAttribute("aria-label", button.title);
  button.dataset.copy = text;
  return button;
}

const splitWords = (word) => word.replace(/(?<=.)[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
const createFact = (title, value) =>
  value && createElement("div", "fact", createElement("dt", "", title), createElement("dd", "", value));
const createLongFact = (title, value) =>
  value &&
  createElement(
    "div",
    "fact long",
    createElement("dt", "", title),
    createElement("dd", "", createElement("span", "", value), createCopyButton(title, value)),
  );

function createNeighborList(title, edges, end, nothing) {
  const lines = edges.map((edge) => {
    const other = edge[end](),
      link = createElement("button", "link", other.data("title"));
    link.type = "button";
    link.title = other.id();
    link.dataset.walk = other.id();
    return createElement(
      "li",
      "",
      link,
      createElement("span", "quiet", edge.data("association") || "no type"),
    );
  });
  const body = lines.length ? createElement("ul", "", ...lines) : createElement("p", "quiet", nothing);
  return createElement("section", "neighbours", createElement("h3", "", `${title} (${lines.length})`), body);
}

export function buildFacts(node) {
  const {
    title,
    subtitle,
    type_title: typeTitle,
    type,
    lineage_type: kind,
    family,
    icon: drawn,
    status,
    created,
    account,
    source,
  } = node.data();
  return [
    createElement(
      "div",
      "eyebrow",
      createElement("span", `badge family-${family}`, createIcon(drawn)),
      typeTitle,
    ),
    createElement("h2", "", title),
    subtitle && createElement("p", "subtitle", subtitle),
    node.hasClass("stub") &&
      createElement("p", "gap", "Named by an association; the answer holds nothing more about it."),
    createElement(
      "dl",
      "",
      createFact("Kind", splitWords(kind)),
      createFact("Type", type),
      createFact("Status", status),
      createFact("Created", created),
      createFact("Account", account),
      source !== title && createLongFact("Source", source),
      createLongFact("ARN", node.id()),
    ),
    createNeighborList("In", node.incomers("edge"), "source", "Nothing points here."),
    createNeighborList("Out", node.outgoers("edge"), "target", "Nothing came of this."),
  ].filter(Boolean);
}
