/* The menu of a card, or of the canvas around: right click, long press, the menu key or Shift+F10. What stands in it
   is `window.lineage.offers`. */
(() => {
  const EDGE = 8;
  const steps = { ArrowDown: 1, ArrowUp: -1 };

  function make(tag, name, text = "") {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  }

  /* Entries that fit, by their tens. */
  function fitting(node) {
    const named = window.lineage.offers.filter(({ on }) => on === (node ? "card" : "canvas")).map((offer) => ({ ...offer, words: offer.title(node) }));
    return named.filter(({ words }) => words).sort((a, b) => a.order - b.order);
  }

  function item({ words, keys, side }) {
    const button = make("button", "", words);
    Object.assign(button, { type: "button", role: "menuitem", tabIndex: -1 });
    if (side) button.dataset.side = side;
    if (keys) {
      button.setAttribute("aria-keyshortcuts", keys.replace("Ctrl", "Control"));
      const hint = make("kbd", "", keys.replace("+", " "));
      hint.setAttribute("aria-hidden", "true");
      button.append(hint);
    }
    return button;
  }

  function parting() {
    const line = make("hr", "");
    line.setAttribute("role", "separator");
    return line;
  }

  /* Beside the pointer, or where there is room for it in the window. */
  function put(panel, { x, y }) {
    const within = (at, size, room) => Math.max(EDGE, Math.min(at, room - size - EDGE));
    panel.style.left = `${within(x, panel.offsetWidth, window.innerWidth)}px`;
    panel.style.top = `${within(y, panel.offsetHeight, window.innerHeight)}px`;
  }

  function menu(cy, { shown }, come) {
    const canvas = cy.container(), panel = make("div", "menu");
    panel.setAttribute("role", "menu");
    panel.hidden = true;
    canvas.closest("main").append(panel);
    const items = () => [...panel.querySelectorAll("button")];
    let at = null; // the card whose menu it is

    function open(node, { x, y }) {
      at = node;
      const offers = fitting(node), buttons = offers.map(item);
      panel.setAttribute("aria-label", node ? node.data("name") : "Picture");
      panel.replaceChildren(...buttons.flatMap((button, i) => (i && Math.floor(offers[i].order / 10) > Math.floor(offers[i - 1].order / 10) ? [parting(), button] : [button])));
      buttons.forEach((button, i) => button.addEventListener("click", () => { close(); offers[i].does(node); }));
      window.lineage.hush(cy);
      panel.hidden = false;
      const box = canvas.getBoundingClientRect();
      put(panel, { x: box.x + x, y: box.y + y });
      buttons[0].focus({ preventScroll: true });
      if (node) window.lineage.peek(node, buttons.filter(({ dataset }) => dataset.side));
    }

    function close({ back = true } = {}) {
      if (panel.hidden) return;
      panel.hidden = true;
      if (back) come(at); // from the card the keys lead on
    }

    function lead(key) {
      const all = items(), now = all.indexOf(document.activeElement);
      if (key in steps) return all[(now + steps[key] + all.length) % all.length];
      if (key === "Home") return all[0];
      if (key === "End") return all.at(-1);
      const named = [...all.slice(now + 1), ...all].find(({ textContent }) => textContent.toLowerCase().startsWith(key.toLowerCase()));
      return key.length === 1 ? named : null;
    }

    panel.addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, altKey } = event, to = !ctrlKey && !metaKey && !altKey && key !== " " && lead(key);
      if (key === "Tab") return close();
      if (key === "Escape") close();
      else if (to) to.focus();
      else return undefined;
      event.preventDefault();
      event.stopPropagation(); // Esc elsewhere ends presenting
      return undefined;
    });
    panel.addEventListener("contextmenu", (event) => event.preventDefault());
    panel.addEventListener("pointermove", ({ target }) => target.closest("button")?.focus({ preventScroll: true }));
    panel.addEventListener("focusout", ({ relatedTarget }) => {
      if (!panel.contains(relatedTarget) && relatedTarget !== canvas) close({ back: false });
    });

    /* By keyboard: at the card that one is at. The browser's own event for the key comes to nothing. */
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "ContextMenu" && !(event.key === "F10" && event.shiftKey)) return;
      event.preventDefault();
      const node = shown(), { x2, y1 } = node?.renderedBoundingBox({ includeLabels: false }) ?? { x2: cy.width() / 2, y1: cy.height() / 2 };
      open(node, { x: x2, y: y1 });
    });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    cy.on("cxttap taphold", "node", (event) => open(event.target, event.renderedPosition));
    cy.on("cxttap", (event) => { if (event.target === cy || event.target.isEdge()) open(null, event.renderedPosition); });
    cy.on("tapstart pan zoom lineage-drawn", () => close({ back: false }));
    cy.on("tap", () => { if (!panel.hidden) items()[0].focus({ preventScroll: true }); }); // the end of a long press
  }

  window.lineage = Object.assign(window.lineage || {}, { menu });
})();
