// Badges beside cards: how many neighbors are known but not shown, and what was expanded.

import { getContainer, getElement } from "../state/elements.js";
import { orientation } from "../state/orientation.js";
import { collapse, expand } from "./expand-collapse.js";

const SIDE = 76,
  END = 60; // from a card's middle to a little beyond its edge: names begin there
const LEGIBLE = 0.3,
  LARGE = 0.75,
  GLIDE_MS = 400; // below the second zoom badges shrink no further
const SIDE_WORDS = { up: "upstream", down: "downstream" };
const countsByCard = new Map(); // what was asked of single cards, of the address that is shown
let shownAt = "";

/** The badge of one side of a card; null for none. `more` has the sides of which not all could be counted,
 * if the card was asked about.
 * @param {import("../types.js").ExpansionBadges} beyond @param {"up" | "down"} side */
export function describeBadge(beyond, side) {
  const count = beyond.unseen?.[side],
    isCut = beyond.more?.includes(side);
  if (count)
    return {
      text: `+${count}${isCut ? "+" : ""}`,
      title: `${count}${isCut ? " or more" : ""} more ${SIDE_WORDS[side]}: expand`,
      grows: true,
    };
  if (beyond.expanded?.includes(side))
    return { text: "−", title: `Expanded ${SIDE_WORDS[side]}: contract`, grows: false };
  if (beyond.limits?.includes(side) && beyond.more === undefined)
    return {
      text: "…",
      quiet: true,
      title: `Reading ended here at its depth, there may be more ${SIDE_WORDS[side]}: expand`,
      grows: true,
    };
  return null;
}

const getBeyond = (node) => ({ ...countsByCard.get(node.id()), ...node.data("beyond") });

function createBadge(node, side, { x, y }) {
  const what = describeBadge(getBeyond(node), side);
  if (!what) return null;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", tabIndex: -1, title: what.title, textContent: what.text });
  button.setAttribute("aria-label", `${node.data("title")}: ${what.title}`);
  button.classList.toggle("quiet", what.quiet ?? false);
  const aside = side === "up" ? -1 : 1,
    down = orientation.isDown();
  button.style.left = `${x + (down ? 0 : aside * SIDE)}px`;
  button.style.top = `${y + (down ? aside * END : 0)}px`;
  button.addEventListener("click", () => (what.grows ? expand(node, side) : collapse(node)));
  return button;
}

/* Ask how many neighbours of a card are not shown: two calls of the API, so never for a card that nobody asks of. */
async function fetchCounts(node) {
  const id = node.id(),
    search = window.location.search;
  if (!search) return null; // the picture is being left
  if (search !== shownAt) countsByCard.clear();
  shownAt = search;
  if (!countsByCard.has(id)) {
    const answer = await fetch(`around${search}&of=${encodeURIComponent(id)}`).catch(() => null);
    if (!answer?.ok || search !== window.location.search) return null;
    countsByCard.set(id, await answer.json());
  }
  return countsByCard.get(id);
}

/* Say at the menu's entries how much each would bring. */
export async function showNeighborCounts(node, entries) {
  if (node.data("role") === "group") return;
  const found = await fetchCounts(node);
  if (!found) return;
  for (const entry of entries) {
    const count = document.createElement("span"),
      side = /** @type {"up" | "down"} */ (entry.dataset.side),
      more = found.unseen[side] ?? 0;
    count.className = "count";
    count.textContent = more ? `${more}${found.more.includes(side) ? "+" : ""} more` : "none";
    entry.append(count);
    entry.classList.toggle("nothing", !more); // still answers, and says so
  }
  node.cy().emit("lineage-peeked");
}

export function addExpansionBadges(cy) {
  const layer = document.createElement("div"),
    sheet = document.createElement("div");
  layer.className = "badges";
  layer.append(sheet);
  getContainer(cy).after(layer);
  let again,
    places = new Map(); // where cards stand when all has come to its place

  const build = () => {
    const found = cy
      .nodes()
      .toArray()
      .flatMap((node) =>
        ["up", "down"].map((side) => createBadge(node, side, places.get(node.id()) ?? node.position())),
      );
    sheet.replaceChildren(...found.filter(Boolean));
    place();
  };
  const place = () => {
    const zoom = cy.zoom(),
      { x, y } = cy.pan();
    layer.hidden = zoom < LEGIBLE;
    layer.classList.toggle("far", zoom < LARGE); // where they would lie on names, the line below says it for all
    sheet.style.setProperty("--scale", String(Math.max(1, LARGE / zoom)));
    sheet.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
  };
  cy.on("pan zoom resize", place);
  cy.on("lineage-peeked", build);
  cy.on("lineage-drawn", (_, _lanes, nodes) => {
    places = new Map(nodes.map(({ data, position }) => [data.id, position]));
    sheet.replaceChildren();
    clearTimeout(again);
    again = setTimeout(() => requestIdleCallback(build), GLIDE_MS); // what stayed has come to its place
  });
  /* The facts of the focus list its neighbours anyway: to ask of them now costs no call. */
  const details = getElement("details");
  new MutationObserver(() =>
    requestIdleCallback(async () => {
      const start = cy.nodes(".start")[0];
      if (start?.id() === details.dataset.arn && details.ariaBusy === "false" && (await fetchCounts(start)))
        build();
    }),
  ).observe(details, { childList: true });
}
