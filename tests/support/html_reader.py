"""An HTML page parsed for tests without a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class HtmlReader(HTMLParser):
    """The elements of a page: name, attributes, and the text that follows."""

    text: str
    found: list[tuple[str, dict[str, str | None], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", {}, ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, before = self.found[-1]
            self.found[-1] = tag, attributes, before + data

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, text) for name, attributes, text in self.found if name == tag]

    @property
    def drawing(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(next(t for a, t in self.all("script") if a.get("id") == "drawing"))
        return found

    @property
    def nodes(self) -> dict[str, dict[str, Any]]:
        elements = self.drawing["elements"] or {"nodes": []}
        return {
            node["data"]["id"]: {**node["data"], "classes": node["classes"]} for node in elements["nodes"]
        }

    @property
    def edges(self) -> list[tuple[str, str]]:
        return [
            (item["data"]["source"], item["data"]["target"]) for item in self.drawing["elements"]["edges"]
        ]
