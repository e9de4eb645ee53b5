/* What the menu offers of itself: `window.lineage.offers`, to which any module adds. An entry stands on a "card" or on
   the "canvas"; `title` says what it is called for a node, or nothing where it does not fit; `does` does it. Entries
   stand in the order of `order`, a line between tens; `keys` do the same from the keyboard; `side` is where what it
   brings would stand, so that the menu can say how much that is. */
(() => {
  const group = (node) => node.data("role") === "group";
  const start = (node) => node.data("role") === "start";

  function copied(text, what) {
    navigator.clipboard.writeText(text);
    document.getElementById("spoken").textContent = `${what} copied`;
  }

  const toward = (node) => window.location.origin + window.location.pathname + window.lineage.toward(node.id());

  (window.lineage.offers ??= []).push(
    { order: 10, on: "card", keys: "Enter", title: (node) => !start(node) && (group(node) ? "Open" : "Make focus"), does: (node) => window.lineage.focus(node.id()) },
    { order: 11, on: "card", keys: "Ctrl+Enter", title: () => "Open in new tab", does: (node) => window.lineage.focus(node.id(), true) },
    { order: 50, on: "card", title: (node) => !group(node) && "Copy ARN", does: (node) => copied(node.id(), "ARN") },
    { order: 51, on: "card", title: () => "Copy link", does: (node) => copied(toward(node), "Link") },
    { order: 10, on: "canvas", keys: "0", title: () => "Fit the whole picture", does: () => window.lineage.look("fit") },
    { order: 11, on: "canvas", keys: "Home", title: () => "Centre on the start", does: () => window.lineage.look("centre") },
    { order: 20, on: "canvas", keys: "Ctrl+f", title: () => "Find in the picture", does: () => document.getElementById("look-for").click() },
    { order: 30, on: "canvas", title: () => "Copy link", does: () => copied(window.location.href, "Link") },
  );
})();
