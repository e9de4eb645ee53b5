/* Growing the picture from a card, and taking back what grew. Both change the address; a live region says what came. */
(() => {
  const WAYS = {
    up: "upstream of", "all-up": "upstream of",
    down: "downstream of", "all-down": "downstream of",
    both: "around", all: "around",
  };
  const TOLD_MS = 2500, SETTLED_MS = 400, NEAR = 24, HEAD = 48, FOOT = 72, LEAST = 0.4;
  let awaited = null; // what was asked for, until its picture is there

  const asked = () => new URLSearchParams(window.location.search);
  const of = (node) => node.data("beyond") ?? {};
  const counted = (count) => `${count.toLocaleString("en")} ${count === 1 ? "entity" : "entities"}`;

  /* Put these values in the place of all that a parameter has. */
  function having(search, name, values) {
    search.delete(name);
    for (const value of values) search.append(name, value);
    return search;
  }

  /* What was contracted comes back first; then the picture goes on from there. */
  function grown(id, reach) {
    const search = asked(), folds = search.getAll("fold"), grows = search.getAll("grow");
    if (folds.includes(id)) return having(search, "fold", folds.filter((fold) => fold !== id));
    return having(search, "grow", [...new Set([...grows, `${reach}:${id}`])]);
  }

  /* What was expanded goes first; of a card that was not, what lies beyond it. */
  function shrunk(id) {
    const search = asked(), grows = search.getAll("grow"), others = grows.filter((grow) => !grow.endsWith(`:${id}`));
    if (others.length < grows.length) return having(search, "grow", others);
    return having(search, "fold", [...new Set([...search.getAll("fold"), id])]);
  }

  const group = (node) => node.data("role") === "group";
  const contractible = (node) => !group(node) && !of(node).contracted && (of(node).expanded || node.data("role") !== "start");

  /* A group has nothing beyond it that its members have not: it opens. */
  function expand(node, reach = "both") {
    if (group(node)) window.lineage.focus(node.id());
    else change(node, grown(node.id(), reach), WAYS[of(node).contracted ? "both" : reach]);
  }

  function contract(node) {
    if (contractible(node)) change(node, shrunk(node.id()), "beyond");
  }

  function change(node, search, way) {
    const cards = node.cy().nodes().map((one) => one.data());
    awaited = { id: node.id(), name: node.data("name"), way, count: drawn(cards), before: new Set(cards.map(({ id }) => id)) };
    window.lineage.touch(); // what is grown does not fit itself into the window anew
    window.lineage.go(window.lineage.written(search));
  }

  /* Entities in a picture; a group stands for several. */
  const drawn = (cards) => cards.reduce((sum, { count }) => sum + (count ?? 1), 0);

  function said({ name, way, count }, cards) {
    const more = drawn(cards) - count;
    if (!more) return `Nothing more ${way} ${name}`;
    return more > 0 ? `${counted(more)} more, ${way} ${name}` : `${counted(-more)} fewer, ${way} ${name}`;
  }

  /* Where nothing came, who looks at the card sees no change: it is said there too. */
  function tell(cy, words, { id }, nothing) {
    document.getElementById("spoken").textContent = words;
    const node = cy.getElementById(id);
    if (!nothing || node.empty()) return;
    window.lineage.explain(cy, node, words);
    setTimeout(() => window.lineage.hush(cy), TOLD_MS);
  }

  /* Bring what came into view, with the card that it came of, by moving as little as may be. */
  function bring(cy, cards) {
    const { camera, bounds } = window.lineage, { x1, y1, w, h } = bounds(cards), { zoom: now, pan } = camera.view(cy);
    const room = { w: cy.width() - 2 * NEAR, h: cy.height() - HEAD - FOOT };
    const zoom = Math.min(now, Math.max(Math.min(room.w / w, room.h / h), LEAST)), middle = { x: cy.width() / 2, y: cy.height() / 2 };
    const least = (at, low, size, from, space) => Math.max(from - low * zoom, Math.min(at, from + space - (low + size) * zoom));
    const x = least(middle.x - ((middle.x - pan.x) * zoom) / now, x1, w, NEAR, room.w);
    const y = least(middle.y - ((middle.y - pan.y) * zoom) / now, y1, h, HEAD, room.h);
    camera.turn(cy, { zoom, pan: { x, y } }, true);
  }

  /* The camera leaves a grown picture where it is; when all has come to its place, what came is brought into view. */
  function growing(cy) {
    cy.on("lineage-drawn", (_, _lanes, nodes) => {
      if (!awaited) return;
      const what = awaited, words = said(what, nodes.map((one) => one.data));
      const came = nodes.filter(({ data }) => !what.before.has(data.id)), own = nodes.filter(({ data }) => data.id === what.id);
      awaited = null;
      setTimeout(() => {
        tell(cy, words, what, words.startsWith("Nothing"));
        if (came.length) bring(cy, [...own, ...came]);
      }, SETTLED_MS);
    });
  }

  const fits = (node) => !group(node) && !of(node).contracted;
  (window.lineage.offers ??= []).push(
    { order: 20, on: "card", keys: "e", title: (node) => of(node).contracted && "Expand again", does: (node) => expand(node) },
    { order: 21, on: "card", side: "up", title: (node) => fits(node) && "Expand upstream", does: (node) => expand(node, "up") },
    { order: 22, on: "card", side: "down", title: (node) => fits(node) && "Expand downstream", does: (node) => expand(node, "down") },
    { order: 23, on: "card", keys: "e", title: (node) => fits(node) && "Expand both ways", does: (node) => expand(node) },
    { order: 24, on: "card", title: (node) => fits(node) && "Expand everything upstream", does: (node) => expand(node, "all-up") },
    { order: 25, on: "card", title: (node) => fits(node) && "Expand everything downstream", does: (node) => expand(node, "all-down") },
    { order: 26, on: "card", keys: "Shift+e", title: (node) => contractible(node) && "Contract", does: contract },
  );

  window.lineage = Object.assign(window.lineage, { growing, expand, contract });
})();
