"""All that the explorer says at an address, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from dash import NoUpdate
from dash.development.base_component import Component

from assembly.explored_account import ExploredAccount
from assembly.service_scope import build_scope
from callbacks.autocomplete import suggest_starts
from callbacks.details_panel import Details, render_details
from components.markup import render_html
from components.notice import error_notice
from components.screen import Screen, render_home, render_screen
from lineage_explorer.errors import LineageError, StillReading
from lineage_explorer.explore.home import load_home
from lineage_explorer.explore.pipeline import build_view
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.explore.start_resolution import resolve_address
from lineage_explorer.explore.view import View
from lineage_explorer.explore.view_request import ReadMode, ViewRequest
from lineage_explorer.export.export_request import run_export
from lineage_explorer.graph.model import Arn
from lineage_explorer.query.address import parse_address
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.call_counts import ContextPool
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from routes.neighbor_counts import HiddenNeighbors, count_hidden_neighbors
from sagemaker_account.fault_injection import Service
from sagemaker_account.transport import connect
from tests.support.html_tree import Element, parse_html
from tests.support.waiting import list_tries

T = TypeVar("T")
_PATIENCE_SECONDS = 60

_DENIAL = re.compile(r"(?:sagemaker:(\w+) was denied|access denied to ((?:\w+(?:, | and ))*\w+))")


def find_denied_names(text: str) -> frozenset[str]:
    """Return the operations that a text says are denied."""
    found = chain.from_iterable(re.split(r", | and ", short or long) for long, short in _DENIAL.findall(text))
    return frozenset(found)


@dataclass(frozen=True)
class PageTexts:
    """What one part of the page says.

    Attributes:
        values: Every value that can be lost, by its place: cells, facts, cards, counts, sentences.
        columns: Titles of the columns of its table.
        gaps: What it says about what could not be read.
    """

    values: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def denied(self) -> frozenset[str]:
        """The operations that it says are denied."""
        return find_denied_names(" ".join((*self.gaps, *self.values.values())))

    def list_differences(self, other: PageTexts) -> list[tuple[str, ...]]:
        """Return the places at which another part says something else."""
        places = dict.fromkeys((*self.values, *other.values))
        return [place for place in places if self.values.get(place) != other.values.get(place)]


@dataclass
class ExplorerTexts:
    """An explorer of its own over an account, and what it says.

    Args:
        account: The account.
        folder: Where its pseudonyms are kept.
        deny: Operations that are denied.
    """

    account: Service
    folder: Path
    deny: tuple[str, ...] = ()
    client: Any = field(init=False)
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = connect(self.account, deny=self.deny, retries={"total_max_attempts": 1})
        self.client.meta.events.register(
            "before-call.sagemaker", lambda model, **_: self.sent.append(model.name)
        )
        self.scope: RequestScope[ExplorerServices] = build_scope(
            ExploredAccount("Demo", self.client),
            CacheRegistry(),
            pseudonyms=PseudonymStore(self.folder / "pseudonyms.sqlite"),
        )

    def build_view(self, search: str, *, has_groups: bool = True) -> View:
        """Return the final view of an address."""

        def build(services: ExplorerServices, address: str) -> View:
            mode = ReadMode.CONTINUE
            for _ in list_tries(address):
                view = build_view(services, ViewRequest(parse_address(address), mode, has_groups=has_groups))
                if isinstance(view, View):
                    mode = ReadMode.NAMES
                    if not view.graph.read_status.has_more and not view.loaded.unnamed_count:
                        return view
            raise AssertionError

        return self.scope.run(search, build)

    def load_home(self) -> Screen:
        """Return the final first screen."""
        for _ in list_tries("the first screen"):
            home = load_home(self.scope.plain.catalog)
            if not home.is_pending:
                return render_home(home, parse_address(""))
        raise AssertionError

    def _finish(self, tell: Callable[[], T | None]) -> T:
        """Return what is told once it needs no more calls, or, where these fail each time, says the same again.

        What is not there yet is None, or a `StillReading`.
        """
        former: T | None = None
        for _ in list_tries("a part of the page"):
            before = len(self.sent)
            told: T | None = None
            with suppress(StillReading), _finish_work():
                told = tell()
            if told is not None and (len(self.sent) == before or former == told):
                return told
            former = told
        raise AssertionError

    def tell_screen(self, search: str) -> dict[str, PageTexts]:
        """Return what the screen of an address says, by its parts."""
        try:
            screen = render_screen(self.build_view(search)) if "start=" in search else self.load_home()
        except LineageError as error:
            notice = parse_html(render_html(error_notice(error)))
            return {"picture": PageTexts({("notice",): notice.text}, gaps=(notice.text,))}
        return read_screen(screen)

    def tell_facts(self, search: str) -> PageTexts:
        """Return what the details panel of an address says."""
        details: Any = self._finish(lambda: self._render_details(search))
        if isinstance(details, NoUpdate):
            return PageTexts()
        return read_facts(parse_html(details["html"]))

    def _render_details(self, search: str) -> Details | NoUpdate | None:
        details = self.scope.run(search, lambda services, url: render_details(services.catalog, url))
        return None if not isinstance(details, NoUpdate) and details["is_late"] else details

    def tell_saved_page(self, search: str) -> PageTexts:
        """Return what the saved page of an address says, but its picture."""
        try:
            return read_saved_page(parse_html(self.save_page(search)))
        except LineageError as error:
            return PageTexts({("error",): str(error)}, gaps=(str(error),))

    def save_page(self, search: str) -> str:
        """Return the saved page of an address."""
        file = self.scope.run(
            search, lambda services, url: run_export(services, f"?format=html&{url.removeprefix('?')}")
        )
        return b"".join(file.chunks).decode()

    def tell_suggestions(self, typed: str) -> PageTexts:
        """Return what is offered for a typed text."""
        try:
            found = self._finish(lambda: self._suggest(typed))
        except LineageError as error:
            return PageTexts({("error",): str(error)}, gaps=(str(error),))
        root = parse_html("".join(render_html(part) for part in found))
        offered = {("offer", one.attributes["href"]): one.text for one in root.find_all("a")}
        return PageTexts(offered, gaps=tuple(one.text for one in root.find_all("p")))

    def _suggest(self, typed: str) -> list[Component] | None:
        found = suggest_starts(self.scope.plain.catalog, typed, search="")
        is_pending = any("still-loading" in (getattr(part, "className", None) or "") for part in found)
        return None if is_pending else found

    def tell_start(self, search: str) -> PageTexts:
        """Return what the start of an address stands for."""
        try:
            resolved = self._finish(lambda: resolve_address(self.scope.plain.catalog, search))
            return PageTexts({("resolved",): str(resolved)})
        except LineageError as error:
            return PageTexts({("resolved",): str(error)}, gaps=(str(error),))

    def tell_around(self, search: str, arn: str) -> PageTexts:
        """Return what is said of the neighbors that an address does not show."""
        counts = self.count_around(search, arn)
        return PageTexts({("around",): str(counts)}, gaps=(counts,) if isinstance(counts, str) else ())

    def count_around(self, search: str, arn: str) -> HiddenNeighbors | str:
        """Return the neighbors that an address does not show, or why they are not known."""
        try:
            return self._finish(
                lambda: self.scope.run(
                    search, lambda services, url: count_hidden_neighbors(services, search=url, arn=Arn(arn))
                )
            )
        except LineageError as error:
            return str(error)


@contextmanager
def _finish_work() -> Iterator[None]:
    """Wait at the end of a block for the work that it handed to other threads, also for what it did not await."""
    work: list[Future[Any]] = []
    submit = ContextPool.submit

    def submit_and_record(pool: ContextPool, /, *call: Any, **arguments: Any) -> Future[Any]:
        future = submit(pool, *call, **arguments)
        work.append(future)
        return future

    with patch.object(ContextPool, "submit", submit_and_record):
        yield
        for future in work:  # it may grow meanwhile
            wait([future], timeout=_PATIENCE_SECONDS)


def read_screen(screen: Screen) -> dict[str, PageTexts]:
    """Return what a screen says, by its parts."""
    parts = {name: parse_html(render_html(screen[name])) for name in _SCREEN_PARTS}
    if screen["welcome"] is not None:
        return {"home": _read_home(parse_html(render_html(screen["welcome"])))}
    elements = screen["drawing"]["elements"]
    assert elements is not None
    nodes = {
        ("card", node["data"]["id"], name): str(value)
        for node in elements["nodes"]
        for name, value in node["data"].items()
        if name not in ("lines", "brief", "label", "names")
    }
    edges = {
        ("line", edge["data"]["source"], edge["data"]["target"]): str(edge["data"]["association"])
        for edge in elements["edges"]
    }
    legend = {
        ("legend", entry.attributes["data-word"]): entry.text for entry in parts["legend"].find_all(".entry")
    }
    notes = [note.text for note in parts["completeness"].find_all(".part")]
    picture = PageTexts(
        {
            **({} if screen["answer"] else {("sentence",): parts["status"].text}),
            ("paths",): parts["paths"].text,
            ("vertices",): str(screen["drawing"]["vertices"]),
            ("associations",): str(screen["drawing"]["associations"]),
            **legend,
            **nodes,
            **edges,
        },
        gaps=(*(note for note in notes), *_list_sentences(parts["notice"])),
    )
    told = {"picture": picture}
    if screen["table"]:
        columns, cells = _read_table(parts["table"].find("table"))
        told["table"] = PageTexts(cells, columns, picture.gaps)
    if screen["answer"]:
        told["answer"] = _read_answer(parts["answer"])
    return told


_SCREEN_PARTS = ("status", "completeness", "notice", "legend", "answer", "table", "paths", "welcome")


def _list_sentences(notice: Element) -> Iterator[str]:
    yield from (one.text for one in notice.find_all(lambda one: one.tag in {"p", "li"}))


def _read_home(root: Element) -> PageTexts:
    chips = {("chip", one.attributes["href"]): one.text for one in root.find_all(".chip")}
    products = {
        ("product", row.find("th").text, cell.attributes["data-title"]): cell.text
        for row in root.find_all("tr")
        for cell in row.find_all("td")
    }
    shelves = {
        ("shelf", shelf.find("h2").text, link.attributes["href"]): link.text
        for shelf in root.find_all(".shelf")
        for link in shelf.find_all("a")
    }
    return PageTexts({**chips, **products, **shelves}, gaps=tuple(one.text for one in root.find_all(".gap")))


def _read_answer(root: Element) -> PageTexts:
    columns, cells = _read_table(root.find("table"))
    count = root.find(lambda one: "data-count" in one.attributes).attributes.get("data-count", "")
    values = {("sentence",): root.find("h2").text, ("count",): count, **cells}
    return PageTexts(values, columns, tuple(one.text for one in root.find_all(".gap")))


def _read_table(table: Element) -> tuple[tuple[str, ...], dict[tuple[str, ...], str]]:
    """Return the column titles of a table, and its cells by row and column."""
    columns = tuple(one.text for one in table.find("thead").find_all("th"))
    cells = {}
    for row in table.find("tbody").find_all("tr"):
        key = (
            row.attributes.get("data-arn")
            or row.attributes.get("data-value")
            or row.find("a").attributes.get("title", "")
        )
        texts = [one.text for one in row.parts if isinstance(one, Element)]
        cells |= {("cell", key, column): text for column, text in zip(columns, texts, strict=True)}
    return columns, cells


def read_facts(root: Element) -> PageTexts:
    """Return what a details panel says."""
    values: dict[tuple[str, ...], str] = {
        ("title",): root.find(".name").text,
        ("subtitle",): root.find(".subtitle").text,
        ("type",): root.find(".eyebrow").text,
    }
    for section in root.find_all("section"):
        heading = section.find("h3").text
        title = re.sub(r" \(.*", "", heading)
        values[("heading", title)] = heading
        values |= {
            ("fact", title, fact.find("dt").text): fact.find("dd").text for fact in section.find_all(".fact")
        }
        values |= {("item", title, one.text): one.text for one in section.find_all("li")}
        values |= {("item", title, one.text): one.text for one in section.find_all(".chip")}
    gaps = root.find_all(".gap")
    return PageTexts(values, gaps=tuple(one.text for one in gaps))


def read_saved_page(root: Element) -> PageTexts:
    """Return what a saved page says, but its picture."""
    answer = root.find("#answer")
    columns, cells = _read_table(answer.find("table"))
    rows = {
        ("row", row.attributes["data-arn"]): row.text
        for row in root.find(".twin").find_all(lambda one: "data-arn" in one.attributes)
    }
    legend = {
        ("legend", entry.text.rsplit(" ", 1)[0]): entry.text
        for entry in root.find(".legend").parts
        if isinstance(entry, Element)
    }
    origin = root.find(".status-bar").find(".quiet").text
    gaps = (*_list_sentences(root.find(".notice")), *origin.split(" · "))
    values = {
        ("sentence",): root.find("#status").text,
        ("answer",): answer.find("h2").text,
        **cells,
        **rows,
        **legend,
    }
    return PageTexts(values, columns, gaps)
