"""All that counts entities on a page counts the same, or says what the difference is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, cycle

import pytest

from components.screen import render_screen
from lineage_explorer.explore.view import View
from lineage_explorer.graph.entity_styles import style_of
from lineage_explorer.graph.model import Arn, Entity
from lineage_explorer.query.lineage_query import Direction
from lineage_explorer.questions.registry import find_questions
from sagemaker_account.transport import connect
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.demo_identifiers import entities
from tests.support.page_texts import ExplorerTexts, PageTexts, read_screen
from tests.support.question_accounts import demo_arns

VIEWS = (
    "direction=Both",
    "view=table",
    "hide=job&hide=data",
    "hide=Model",
    "hide=data&view=table",
    "hide=job&hide=TrainingJob",
    "lens=approval&view=table",
    "lens=status&hide=status:none",
    "type=DataSet&type=Model",
    "lineage_type=Action",
    "lineage_type=Action&paths=0",
    "created_after=2025-11-01",
    "depth=2",
    "share=1",
    "depth=1&grow=all:{start}",
    "fold={mp}",
    "depth=2&grow=all:{start}&fold={tcP}",
)
"""Ways to look at one start."""


@dataclass(frozen=True)
class Demo:
    """The demo account, an explorer of it, and its entities by key."""

    texts: ExplorerTexts
    arns: Mapping[str, Arn]


@dataclass(frozen=True)
class Page:
    """What a page says at an address, and the view behind it."""

    search: str
    view: View
    screen: Mapping[str, PageTexts]
    status: str
    saved: PageTexts
    facts: PageTexts

    @property
    def picture(self) -> PageTexts:
        return self.screen["picture"]

    @property
    def hidden_count(self) -> int:
        """Entities that the line below the picture says are hidden."""
        return sum(_find_numbers(r"([\d,]+) entit\w+ of [\d,]+ kinds? hidden", " · ".join(self.picture.gaps)))


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("counts")
    with open_demo(folder) as account:
        client = connect(account)
        arns = {**demo_arns(client), "production": Arn(production_endpoint(client))}
        yield Demo(ExplorerTexts(account, folder), arns)


@pytest.fixture(scope="module")
def pages(demo) -> list[Page]:
    """Return pages of starts of every type, of many views, and of all questions about some starts."""
    return [open_page(demo.texts, search) for search in list_addresses(demo)]


def open_page(texts: ExplorerTexts, search: str) -> Page:
    view = texts.build_view(search)
    screen = render_screen(view)
    return Page(
        search,
        view,
        read_screen(screen),
        "".join(part if isinstance(part, str) else str(part.children) for part in screen["status"]),
        texts.tell_saved_page(search),
        texts.tell_facts(search),
    )


def list_addresses(demo: Demo) -> list[str]:
    starts = list_starts_of_every_type(demo.texts.client)
    directions = cycle(Direction)
    looked_at = [demo.arns[key] for key in ("production", "raw", "grp")]
    asked = [demo.arns[key] for key in ("production", "raw", "mp", "tcT", "grp", "appr")]
    catalog = demo.texts.scope.plain.catalog
    return [
        *(f"?start={arn}&direction={next(directions)}" for arn in starts),
        *(f"?start={arn}&{way.format(start=arn, **demo.arns)}" for arn in looked_at for way in VIEWS),
        *(
            f"?start={arn}&question={question.slug}"
            for arn in asked
            for question in find_questions(catalog.describe(arn))
        ),
    ]


def list_starts_of_every_type(client) -> list[Arn]:
    """Return the newest entity of each lineage type and type."""
    newest = {}
    for kind, summary in entities(client):
        type_ = summary.get(f"{kind}Type") or summary.get("TrialComponentSource", {}).get("SourceType")
        newest.setdefault((kind, type_), Arn(summary[f"{kind}Arn"]))
    return list(newest.values())


def find_disagreements(pages: list[Page], compare) -> list[tuple[str, object, object]]:
    """Return the addresses of which two counts differ."""
    found = ((page.search, *compare(page)) for page in pages)
    return [(search, one, other) for search, one, other in found if one != other]


def _find_numbers(pattern: str, text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(pattern, text)]


def count_legend(part: PageTexts) -> int:
    """Add up a legend: the whole of each entry, without those that only bring kinds back."""
    entries = [text for place, text in part.values.items() if place[0] == "legend"]
    texts = (re.sub(r"[\d,]+ of (?=[\d,]+)", "", text) for text in entries if not text.endswith(" hidden"))
    return sum(chain.from_iterable(_find_numbers(r"(?<= )([\d,]+)(?= ·|$)", text) for text in texts))


def count_sentence(status: str) -> tuple[int, int] | None:
    """Return the entities and associations that a sentence adds up to, its start included."""
    base = re.match(r"([\d,]+) other entit\w+ and ([\d,]+) associations? ", status)
    if base is None:
        return None
    entities, associations = (int(number.replace(",", "")) for number in base.groups())
    for sign, words in ((1, r"Expanding [\w ]+ added"), (-1, "Collapsing hid")):
        for clause in re.findall(rf"{words}([^.]+)\.", status):
            entities += sign * sum(_find_numbers(r"([\d,]+) entit", clause))
            associations += sign * sum(_find_numbers(r"([\d,]+) assoc", clause))
    return entities + 1, associations


def test_there_are_many_pages_of_every_sort(pages):
    assert len(pages) > 120
    assert sum("answer" in page.screen for page in pages) > 40
    assert sum("table" in page.screen for page in pages) == 9
    assert sum(count_sentence(page.status) is not None for page in pages) > 60
    assert any(page.view.visible.grouped.closed_groups for page in pages)
    assert any("Collapsing hid" in page.status and "Expanding" in page.status for page in pages)


def test_the_legend_adds_up_to_the_entities_read(pages):
    def compare(page):
        return count_legend(page.picture), int(page.picture.values["vertices",])

    assert find_disagreements(pages, compare) == []


def test_the_sentence_adds_up_to_what_was_read(pages):
    def compare(page):
        shown = (int(page.picture.values["vertices",]), int(page.picture.values["associations",]))
        return count_sentence(page.status) or shown, shown

    assert find_disagreements(pages, compare) == []


def test_filters_count_matches_and_the_way_to_them(pages):
    def compare(page):
        counts = re.match(r"([\d,]+) match", page.status), re.search(r"with ([\d,]+) entit", page.status)
        total = sum(int(found[1].replace(",", "")) for found in counts if found)
        vertices = int(page.picture.values["vertices",])
        return (total + 1 if counts[0] else vertices), vertices

    assert sum(page.status.split(" ")[1].startswith("match") for page in pages) >= 9
    assert find_disagreements(pages, compare) == []


def test_cards_and_what_is_said_to_be_hidden_are_all_that_was_read(pages):
    def compare(page):
        nodes = render_screen(page.view)["drawing"]["elements"]["nodes"]
        drawn = sum(node["data"].get("count", 1) for node in nodes)
        return drawn + page.hidden_count, int(page.picture.values["vertices",])

    assert find_disagreements(pages, compare) == []


def test_lines_stand_for_all_associations_where_nothing_is_hidden(pages):
    def compare(page):
        edges = render_screen(page.view)["drawing"]["elements"]["edges"]
        drawn = sum(edge["data"].get("count", 1) for edge in edges)
        drawn += page.view.visible.grouped.undrawn_count  # within a group, or told by a longer path
        return drawn, int(page.picture.values["associations",])

    assert find_disagreements([page for page in pages if "hide=" not in page.search], compare) == []


def test_rows_of_the_table_and_what_is_said_to_be_hidden_are_all_that_was_read(pages):
    def compare(page):
        rows = {place[1] for place in page.screen["table"].values if place[0] == "cell"}
        return len(rows) + page.hidden_count, int(page.picture.values["vertices",])

    assert find_disagreements([page for page in pages if "table" in page.screen], compare) == []


def test_saved_page_counts_as_the_page_does(pages):
    def compare(page):
        rows = sum(place[0] == "row" for place in page.saved.values)
        hidden = sum(_find_numbers(r"Hidden: ([\d,]+) entit", page.saved.values["sentence",]))
        vertices = int(page.picture.values["vertices",])
        return (rows + hidden, count_legend(page.saved) + hidden), (vertices, vertices)

    assert find_disagreements(pages, compare) == []


def test_saved_page_lists_each_association_at_both_ends(pages):
    def compare(page):
        rows = [text for place, text in page.saved.values.items() if place[0] == "row"]
        incoming, outgoing = (
            sum(chain.from_iterable(_find_numbers(rf"(\d+) {side}\b", row) for row in rows))
            for side in ("upstream", "downstream")
        )
        associations = int(page.picture.values["associations",])
        return (incoming, outgoing), (associations, associations)

    assert find_disagreements([page for page in pages if "hide=" not in page.search], compare) == []


def test_saved_page_says_the_sentence_of_the_page(pages):
    def compare(page):
        saved = page.saved.values["sentence",].partition(" Hidden: ")[0]
        return saved, page.status

    plain = [page for page in pages if "answer" not in page.screen and "share=" not in page.search]
    found = find_disagreements(plain, compare)
    assert [one for one in found if not str(one[2]).startswith(f"{one[1]} ")] == []


def test_facts_count_the_associations_of_the_picture_where_all_were_read(pages):
    def compare(page):
        graph, start = page.view.graph, page.view.graph.start
        incoming = sum(one.destination == start for one in graph.associations)
        outgoing = sum(one.source == start for one in graph.associations)
        told = (page.facts.values[place] for place in (("heading", "Upstream"), ("heading", "Downstream")))
        return tuple(told), (f"Upstream ({incoming})", f"Downstream ({outgoing})")

    whole = [
        page
        for page in pages
        if "answer" not in page.screen
        and page.view.address.query.direction in (Direction.BOTH, Direction.UP_AND_DOWN)
        and not page.view.address.query.filters
        and not page.view.address.expansion
    ]
    assert len(whole) > 40
    assert find_disagreements(whole, compare) == []


def test_answer_counts_its_list_once(pages):
    def compare(page):
        answer = page.screen["answer"]
        rows = {place[1] for place in answer.values if place[0] == "cell"}
        saved = {place[1] for place in page.saved.values if place[0] == "cell"}
        return (len(rows), len(saved), page.status), (
            int(answer.values["count",]),
            int(answer.values["count",]),
            answer.values["sentence",],
        )

    assert find_disagreements([page for page in pages if "answer" in page.screen], compare) == []


def test_number_in_an_answer_is_that_of_its_list(pages):
    def compare(page):
        answer = page.view.loaded.answer
        counted = re.split(r"[;.] ", answer.sentence)[0]
        numbers = _find_numbers(r"(?<![\w-])(\d[\d,]*)(?![\w-])", counted)
        listed = len(answer.items)
        return listed in numbers or sum(numbers) == listed or not listed, True

    asked = [
        page
        for page in pages
        if "answer" in page.screen and page.view.loaded.answer.question_slug not in UNCOUNTED
    ]
    assert find_disagreements(asked, compare) == []


UNCOUNTED = {
    "package-approvals": "tells the newest decision",
    "approval-model-package": "names the package",
    "artifact-downstream-trials": "counts trials and those that are in none",
    "artifact-upstream-trials": "the same",
}
"""Questions whose sentences do not begin with the number of results."""


def test_no_type_is_counted_under_the_title_of_another(pages):
    """The legend's "Model 12" are twelve models; a group of them stands beside."""

    def compare(page):
        graph, entities = page.view.graph, dict[Arn, Entity]()
        titles = Counter(style_of(vertex, entities.get(arn)).title for arn, vertex in graph.vertices.items())
        told = {}
        for place, text in page.picture.values.items():
            if place[0] == "legend" and not text.endswith(" hidden"):
                for title, total in re.findall(
                    r"(?:^|· )([A-Z][\w ]*?) (?:[\d,]+ of )?([\d,]+)(?= |$)", text
                ):
                    told[title] = int(total.replace(",", ""))
        return {title: told[title] for title in told if title in titles}, {
            title: titles[title] for title in told if title in titles
        }

    typed = [page for page in pages if "lens=" not in page.search]
    assert find_disagreements(typed, compare) == []
