/* The two ends of paths: one card is picked, then another, and the address names both. What was picked first lives
   only while one is choosing; Esc thinks better of it, and puts away paths that are shown. */
(() => {
  const showing = () => document.querySelector("#between > *") !== null;

  function hint(cy) {
    const bar = document.createElement("div"), text = document.createElement("span"), cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "button";
    cancel.textContent = "Cancel";
    bar.className = "picking";
    bar.hidden = true;
    bar.append(text, cancel);
    cy.container().parentElement.append(bar);
    return { bar, text, cancel };
  }

  /* Dash makes the list anew for each choice: the keyboard stays on the path that it chose. */
  function stay(list) {
    let at = -1;
    list.addEventListener("click", ({ target }) => { at = [...list.querySelectorAll(".pick")].indexOf(target.closest(".pick")); });
    new MutationObserver(() => {
      if (at >= 0) list.querySelectorAll(".pick")[at]?.focus();
      at = -1;
    }).observe(list, { childList: true, subtree: true });
  }

  function ends(cy) {
    const { bar, text, cancel } = hint(cy);
    let picked = null;
    stay(document.getElementById("between"));

    /* Returns whether one was choosing. */
    function stop() {
      if (picked === null) return false;
      cy.getElementById(picked).removeClass("end");
      picked = null;
      bar.hidden = true;
      return true;
    }

    function begin(node) {
      picked = node.id();
      node.addClass("end");
      text.textContent = `Paths from ${node.data("name")}: choose the other end (Esc ends)`;
      document.getElementById("spoken").textContent = text.textContent;
      bar.hidden = false;
    }

    /* Take a card as an end, when that is asked for or one is choosing; a stack of cards is no end. Picked again, the
       first is given up. Returns whether it was taken. */
    function take(node, asked) {
      if (node.data("role") === "group" || (!asked && picked === null)) return false;
      const one = picked;
      stop();
      if (one === null) begin(node);
      else if (one !== node.id()) window.lineage.go(window.lineage.joined(one, node.id()));
      return true;
    }

    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.target.closest("input, textarea, select, dialog")) return;
      if (stop()) event.preventDefault();
      else if (showing()) {
        event.preventDefault();
        window.lineage.go(window.lineage.joined());
      }
    });
    cancel.addEventListener("click", () => {
      stop();
      cy.container().focus({ preventScroll: true });
    });
    cy.on("lineage-drawn", () => {
      if (picked === null) return;
      const node = cy.getElementById(picked);
      if (node.empty()) stop();
      else node.addClass("end"); // its card may have been drawn anew
    });
    (window.lineage.offers ??= []).push({
      order: 40, on: "card", keys: "p", does: (node) => take(node, true),
      title: (node) => node.data("role") !== "group" && picked !== node.id() && (picked === null ? "Paths from here" : "Paths to here"),
    });
    window.lineage.take = take;
    window.lineage.onPath = (id) => cy.getElementById(id).hasClass("between");
    return { take, stop };
  }

  window.lineage = Object.assign(window.lineage || {}, { ends });
})();
