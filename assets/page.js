/* The page's small manners: shortcuts, copying, toolbar. One listener each, on the document, so that they
   hold for whatever the server sends later. */
(() => {
  const SETTLED_MS = 50, BUSY_MS = 500; // a control tells Dash what stands in it a frame after the last key, later on a busy page
  const press = (id) => document.getElementById(id)?.click();
  const tools = { fit: "fit", centre: "centre", "zoom-in": "in", "zoom-out": "out" };

  async function copy(button, text) {
    await navigator.clipboard.writeText(text);
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 1500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".notice .close")) window.dash_clientside.set_props("notice", { children: [] });
    else if (button.dataset.press) press(button.dataset.press);
    else if (button.dataset.copy) copy(button, button.dataset.copy);
    else if (button.id === "copy-link") copy(button, window.location.href);
    else if (button.id === "save") window.lineage.save(button);
    else if (button.id === "flow") window.lineage.go(window.lineage.turned());
    else if (button.id in tools) window.lineage.look(tools[button.id]);
  });

  /* What is opened at the lower edge of a panel is read without scrolling for it. */
  document.addEventListener("toggle", ({ target }) => {
    if (target.open && target.closest("#answer")) target.scrollIntoView({ block: "nearest" });
  }, true); // does not bubble

  document.addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const inStart = event.target.id === "start" && !event.shiftKey;
    if (!inStart && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    setTimeout(() => requestIdleCallback(() => press("run"), { timeout: BUSY_MS }), SETTLED_MS);
  });
})();
