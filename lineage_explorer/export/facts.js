/* What a saved page tells of one entity: its facts, and what lies on either side of it. */
(() => {
  function make(tag, name, ...children) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children.filter(Boolean));
    return element;
  }

  function icon(name) {
    const element = make("span", "icon");
    element.style.setProperty("--icon", `var(--icon-${name})`);
    element.setAttribute("aria-hidden", "true");
    return element;
  }

  function copier(title, text) {
    if (!navigator.clipboard) return null; // a page in a frame may have none
    const button = make("button", "button", icon("copy"));
    button.type = "button";
    button.title = `Copy ${title}`;
    button.setAttribute("aria-label", button.title);
    button.dataset.copy = text;
    return button;
  }

  const spaced = (word) => word.replace(/(?<=.)[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  const fact = (title, value) => value && make("div", "fact", make("dt", "", title), make("dd", "", value));
  const long = (title, value) =>
    value && make("div", "fact long", make("dt", "", title), make("dd", "", make("span", "", value), copier(title, value)));

  function neighbours(title, edges, end, nothing) {
    const lines = edges.map((edge) => {
      const other = edge[end](), link = make("button", "link", other.data("name"));
      link.type = "button";
      link.title = other.id();
      link.dataset.walk = other.id();
      return make("li", "", link, make("span", "quiet", edge.data("association") || "no type"));
    });
    const body = lines.length ? make("ul", "", ...lines) : make("p", "quiet", nothing);
    return make("section", "neighbours", make("h3", "", `${title} (${lines.length})`), body);
  }

  function facts(node) {
    const { name, title, type, lineage_type: kind, family, icon: drawn, status, created, account, source } = node.data();
    return [
      make("div", "eyebrow", make("span", `badge family-${family}`, icon(drawn)), title),
      make("h2", "", name),
      node.hasClass("stub") && make("p", "gap", "Named by an association; the answer holds nothing more about it."),
      make("dl", "", fact("Kind", spaced(kind)), fact("Type", type), fact("Status", status), fact("Created", created),
        fact("Account", account), source !== name && long("Source", source), long("ARN", node.id())),
      neighbours("In", node.incomers("edge"), "source", "Nothing points here."),
      neighbours("Out", node.outgoers("edge"), "target", "Nothing came of this."),
    ].filter(Boolean);
  }

  window.lineage = Object.assign(window.lineage || {}, { facts });
})();
