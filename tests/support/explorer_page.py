"""The page as its users handle it, by the hooks of docs/reference/page-hooks.md only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page

SETTLED = ("idle", "partial", "complete", "empty", "error")
PATIENCE_MS = 150_000
"""How long a test waits for a state: others may keep every processor busy, and only a page without it costs it."""
STILL = """async patience => {
    const cy = document.getElementById('graph')._cyreg.cy, end = performance.now() + patience;
    const rest = () => new Promise(done => requestAnimationFrame(() => setTimeout(() => requestIdleCallback(done))));
    const look = () => JSON.stringify([cy.zoom(), cy.pan(), cy.nodes().map(node => node.position())]);
    const moves = () => cy.animated() || cy.nodes(':animated').nonempty() || cy.elements('.lit, .faded').nonempty();
    for (let before = null, same = 0; same < 2; ) {
        if (performance.now() > end) throw new Error('the picture does not come to rest');
        await rest();
        const now = look();
        same = now === before && !moves() ? same + 1 : 0;
        before = now;
    }
}"""
"""Resolves when a picture stays the same while the page does all that it had put off until it is idle."""


def press_export(page: Page, export_format: str = "html") -> None:
    """Choose a format in the Export menu."""
    page.click("#export")
    page.click(f"[data-export={export_format}]")


@dataclass
class Canvas:
    """A graph in a window, whichever server or file it comes from."""

    page: Page

    def nodes(self) -> dict[str, dict[str, Any]]:
        """Return each vertex of the graph: its data and position."""
        text = self.page.evaluate(
            """() => JSON.stringify(document.getElementById('graph')._cyreg.cy.nodes()
                .map(n => ({...n.data(), position: n.position(), classes: n.classes()})))"""
        )  # one text crosses over sooner than the values of thousands
        return {node["id"]: node for node in json.loads(text)}

    def edges(self) -> set[tuple[str, str]]:
        found = self.page.evaluate(
            "() => document.getElementById('graph')._cyreg.cy.edges().map(e => [e.data('source'), e.data('target')])"
        )
        return {(source, target) for source, target in found}

    def find_by_class(self, word: str) -> set[str]:
        """Return the vertices whose cards have a class."""
        return {arn for arn, node in self.nodes().items() if word in node["classes"]}

    def place(self, arn: str) -> tuple[float, float]:
        """Return the position of a vertex's card in pixels of the window."""
        x, y = self.page.evaluate(
            """arn => {
                const cy = document.getElementById('graph')._cyreg.cy, box = cy.container().getBoundingClientRect();
                const { x, y } = cy.getElementById(arn).renderedPosition();
                return [x + box.x, y + box.y];
            }""",
            arn,
        )
        return x, y


@dataclass
class Explorer(Canvas):
    """One window on the explorer."""

    address: str

    def open(self, search: str = "", /, **asked: str | Sequence[str]) -> None:
        """Go to an address and wait for its graph and names."""
        query = search or ("?" + urlencode(asked, doseq=True) if asked else "")
        self.page.goto(f"{self.address}/{query}")
        if not query:
            self.page.wait_for_selector("#welcome h1")
        self.settle()
        self.await_names()

    def go(self, **asked: str | Sequence[str]) -> None:
        """Follow a link without reloading; wait as `open` does."""
        key = self.attribute("key")
        self.navigate("?" + urlencode(asked, doseq=True))
        self.await_new(key)
        self.settle()
        self.await_names()

    def navigate(self, search: str) -> None:
        """Go to an address as a link does, whatever the outcome."""
        self.page.evaluate("search => window.dash_clientside.set_props('address', { search })", search)

    def open_groups(self) -> None:
        """Go to the address at which every group is open."""
        while closed := [name for name, node in self.nodes().items() if node["role"] == "group"]:
            self.go(**{**self.asked, "open": [*self.asked.get("open", []), *closed]})

    def settle(self) -> None:
        self.page.wait_for_function(
            """settled => {
                const main = document.querySelector('#lineage'), { state, start } = main?.dataset ?? {};
                if (main?.getAttribute('aria-busy') === 'true') return false;
                const asked = new URLSearchParams(location.search).get('start') ?? '';
                return settled.includes(state) && (state === 'error' || asked === (start ?? ''));
            }""",
            arg=SETTLED,
            timeout=PATIENCE_MS,
        )

    def await_new(self, key: str) -> None:
        """Wait for a graph other than the one with this key."""
        self.page.wait_for_function(
            """([before, settled]) => {
                const main = document.querySelector('#lineage'), { key, state } = main.dataset;
                return key !== before && settled.includes(state) && main.getAttribute('aria-busy') !== 'true';
            }""",
            arg=[key, SETTLED],
            timeout=PATIENCE_MS,
        )

    def await_state(self, state: str) -> None:
        self.page.wait_for_selector(f'#lineage[data-state="{state}"]', timeout=PATIENCE_MS)

    def await_names(self) -> None:
        self.page.wait_for_function(
            "!document.querySelector('#completeness')?.textContent.includes('still loading')",
            timeout=PATIENCE_MS,
        )

    def await_motion(self) -> None:
        """Wait until cards have moved and the hover highlight is gone."""
        self.page.evaluate(STILL, PATIENCE_MS)

    def attribute(self, name: str) -> str:
        """Return one of the main region's `data-` attributes."""
        return self.page.get_attribute("#lineage", f"data-{name}") or ""

    @property
    def asked(self) -> dict[str, list[str]]:
        """The parsed address bar."""
        return parse_qs(urlsplit(self.page.url).query)

    def matches(self) -> set[str]:
        return {arn for arn, node in self.nodes().items() if node["role"] == "match"}

    def click(self, arn: str) -> None:
        """Click a card after bringing it into view; wait for its graph."""
        key = self.attribute("key")
        self.page.click("#fit")
        self.page.mouse.click(*self.place(arn))
        self.await_new(key)

    def show_form(self) -> None:
        """Open the whole form of the query; it gives way to pictures."""
        if not self.page.is_visible("#depth"):
            self.page.click("#toggle-question")

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)
