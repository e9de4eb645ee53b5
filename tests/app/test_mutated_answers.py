"""Answers of which each member is exchanged leave a usable page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.validate import ParamValidator

from assembly.explored_account import ExploredAccount
from assembly.explorer import create_app
from assembly.service_scope import build_scope
from lineage_explorer.sources.aws import session
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account.wire import handle_request
from tests.support.screen_reader import ScreenReader

Place = tuple[str | int, ...]

ARN = "arn:aws:sagemaker:us-west-2:111122223333"
DEEP = "deep"
NOT_A_NUMBER = "not a number"
"""Stands for what `json` cannot write: it is put in as text."""

RAW = {DEEP: "[" * 900 + "]" * 900, NOT_A_NUMBER: "NaN"}

MUTATIONS: dict[str, Any] = {
    "null": None,
    "number": 5,
    "text": "odd",
    "empty text": "",
    "list": ["odd"],
    "empty list": [],
    "list of null": [None],
    "object": {"odd": 1},
    "object of null": {"odd": None},
    "true": True,
    "nested too deep for a member": DEEP,
    "NaN": NOT_A_NUMBER,
    "huge number": 10**400,
    "end of time": 253_402_300_799,
    "beyond time": 253_402_300_800,
    "before time": -62_135_596_801,
    "half a surrogate": "\ud800",
    "control characters": "a\x00\x1b[31m\r\n\u202eb",
    "long text": "x" * 20_000,
    "markup": "<script>alert(1)</script>",
}
MOST_DIFFERENT = ("number", "list of null", "beyond time")
"""Mutations for the many answers that only describe or list."""

HOSTILE_ARNS = {
    "another resource": f"{ARN}:lineage-group/new",
    "a bucket": "arn:aws:s3:::b",
    "a model package": f"{ARN}:model-package/g/1",
    "a trial": f"{ARN}:experiment-trial/t1",
    "a space": f"{ARN}:artifact/a b",
    "no account": "arn:aws:sagemaker:us-west-2::artifact/a",
    "too long": f"{ARN}:artifact/{'a' * 300}",
    "a line break": f"{ARN}:artifact/a\n",
    "markup": f"{ARN}:artifact/<b>\n</b>",
}


@dataclass
class MutatingClient:
    """A client of the small account that exchanges one member of the answers.

    Attributes:
        operation: Whose answers are changed.
        path: The member to change; in answers that lack it nothing is.
        value: What it becomes.
        unfit: Whether a changed answer does not follow the service model.
        reached: Whether any answer was changed.
    """

    service: Any
    operation: str = ""
    path: Place = ()
    value: Any = None
    unfit: bool = False
    reached: bool = False

    def __post_init__(self) -> None:
        self.client = session.connect(endpoint_url="http://127.0.0.1:9", region="us-west-2")
        self.client.meta.events.register("before-send.sagemaker", self._answer)

    def _answer(self, request: Any, **_: Any) -> AWSResponse:
        target = request.headers["X-Amz-Target"].decode()
        response = handle_request(self.service, target, request.body)
        body = response.body
        operation = target.removeprefix("SageMaker.")
        if operation == self.operation and response.status == 200:
            body = self._mutate(json.loads(body))
        return AWSResponse(request.url, response.status, {"content-length": str(len(body))}, _Body(body))

    def _mutate(self, answer: Any) -> bytes:
        try:
            changed = exchange_member(answer, self.path, self.value)
        except (KeyError, IndexError, TypeError):
            return json.dumps(answer).encode()
        self.reached = True
        self.unfit = self.unfit or self._is_unfit(changed)
        text = json.dumps(changed)
        for word, raw in RAW.items():
            text = text.replace(f'"{word}"', raw)
        return text.encode()

    def _is_unfit(self, answer: Any) -> bool:
        """Return whether a member has a wrong type.

        Members may be absent or new. botocore takes empty text or an empty object for an empty list.
        """
        if self.value in ("", {}):
            return False
        shape = self.client.meta.service_model.operation_model(self.operation).output_shape
        report = ParamValidator().validate(_drop_null(answer), shape)
        return any(kind == "invalid type" for kind, *_ in report._errors)


class _Body(io.BytesIO):
    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.read()


def _drop_null(value: Any) -> Any:
    """Leave out members that are null: they count as absent."""
    if isinstance(value, dict):
        return {name: _drop_null(member) for name, member in value.items() if member is not None}
    return [_drop_null(item) for item in value] if isinstance(value, list) else value


def exchange_member(answer: Any, path: Place, value: Any) -> Any:
    """Return an answer with another value at a path."""
    if not path:
        return value
    changed = deepcopy(answer)
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]]  # raises where there is none
    place[path[-1]] = value
    return changed


def list_paths(answer: Any, path: Place = ()) -> Iterator[Place]:
    """Yield the path of each member, only the first item of each list."""
    yield path
    items = (
        answer.items()
        if isinstance(answer, dict)
        else list(enumerate(answer))[:1]
        if isinstance(answer, list)
        else ()
    )
    for step, member in items:
        yield from list_paths(member, (*path, step))


@pytest.fixture(scope="module")
def mutating(small_account):
    """Return a client that no rate limits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "MAX_RATE", 1e6)
        yield MutatingClient(small_account.service)


@pytest.fixture(scope="module")
def get_paths(small_account):
    """Return a function that lists the members of an operation's answer."""

    def list_members(operation, **request):
        response = handle_request(
            small_account.service, f"SageMaker.{operation}", json.dumps(request).encode()
        )
        assert response.status == 200, response.body
        return list(list_paths(json.loads(response.body)))

    return list_members


class ForgetfulReader(ScreenReader):
    """A page of one explorer, which forgets all that it has read when it is asked to."""

    def __init__(self, client: Any, folder: Path) -> None:
        self._caches = CacheRegistry()
        pseudonyms = PseudonymStore(folder / "stand-ins.sqlite")
        scope = build_scope(ExploredAccount("Test account", client), self._caches, pseudonyms=pseudonyms)
        self.web = create_app(scope, self._caches).server.test_client()

    def forget(self) -> ForgetfulReader:
        for _, cache in self._caches._opened:
            cache.discard_all()  # type: ignore[attr-defined]  # all of them are in memory
        return self


@pytest.fixture(scope="module")
def reader(mutating, tmp_path_factory) -> ForgetfulReader:
    """Return an explorer for all mutations: to make a new one takes longer than to read with it."""
    return ForgetfulReader(mutating.client, tmp_path_factory.mktemp("mutated"))


def prepare(mutating, operation, path, value):
    mutating.operation, mutating.path, mutating.value = operation, path, value
    mutating.unfit = mutating.reached = False


def assert_usable(screen, caplog, where):
    assert "Something went wrong" not in screen.text, where
    assert "Check the search" not in screen.text, where
    assert caplog.text == "", where
    html = [text for place, text in screen.sent["shown"].items() if place.endswith(".html")]
    assert "<script>alert" not in "".join(html), where
    assert screen.longest_request < 3, where


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutated_query_is_named_and_the_rest_shown(mutating, get_paths, small_account, reader, caplog, name):
    request = {"StartArns": [small_account.arns["model"]], "Direction": "Ascendants", "IncludeEdges": True}
    for path in get_paths("QueryLineage", **request):
        prepare(mutating, "QueryLineage", path, MUTATIONS[name])
        screen = reader.forget().read(f"?start={small_account.arns['model']}")
        assert_usable(screen, caplog, path)
        assert mutating.reached, path
        if mutating.unfit:
            told = screen.shown("notice.children")
            assert "QueryLineage" in told or "Left out" in told, path
            assert screen.state in {"error", "partial"}, path


@pytest.mark.parametrize("name", HOSTILE_ARNS)
@pytest.mark.parametrize(
    "path", [("Vertices", 0, "Arn"), ("Edges", 0, "SourceArn"), ("Edges", 0, "DestinationArn")], ids=str
)
def test_foreign_arn_is_left_out_and_named(mutating, small_account, reader, caplog, path, name):
    prepare(mutating, "QueryLineage", path, HOSTILE_ARNS[name])
    screen = reader.forget().read(f"?start={small_account.arns['model']}")
    assert_usable(screen, caplog, path)
    assert screen.state == "partial"
    assert "Left out, because it is not the ARN of a lineage entity: “" in screen.shown("notice.children")
    assert screen.sent["drawing"]["vertices"] >= 3


DESCRIPTIONS = {
    "DescribeArtifact": ("model", "ArtifactArn"),
    "DescribeAction": ("approval", "ActionName"),
    "DescribeContext": ("endpoint", "ContextName"),
    "DescribeTrialComponent": ("job", "TrialComponentName"),
}


@pytest.mark.parametrize("name", MOST_DIFFERENT)
@pytest.mark.parametrize("operation", DESCRIPTIONS)
def test_mutated_description_costs_only_itself_and_is_named(
    mutating, get_paths, small_account, reader, caplog, operation, name
):
    key, member = DESCRIPTIONS[operation]
    start = small_account.arns[key]
    for path in get_paths(operation, **{member: start}):
        prepare(mutating, operation, path, MUTATIONS[name])
        page = reader.forget()
        screen = page.read(f"?start={start}")
        assert_usable(screen, caplog, path)
        assert mutating.reached, path
        assert screen.state == "complete", path
        assert screen.sent["drawing"]["vertices"] == len(small_account.arns), path
        facts = page.read_facts(f"?start={start}")
        assert caplog.text == "", path
        if mutating.unfit:
            assert operation in screen.shown("completeness.html") + facts or "cannot be read" in facts, path


LISTS = {
    "ListArtifacts": {"ArtifactType": "Model"},
    "ListActions": {},
    "ListContexts": {"ContextType": "Endpoint"},
    "ListTrialComponents": {},
}


@pytest.mark.parametrize("name", MOST_DIFFERENT[:2])
@pytest.mark.parametrize("operation", LISTS)
def test_mutated_list_is_named_on_the_first_screen(mutating, get_paths, reader, caplog, operation, name):
    for path in get_paths(operation, **LISTS[operation]):
        prepare(mutating, operation, path, MUTATIONS[name])
        screen = reader.forget().read()
        assert_usable(screen, caplog, path)
        assert mutating.reached, path
        assert screen.state == "idle", path
        is_moment = path[-1:] in [("CreationTime",), ("LastModifiedTime",), ("StartTime",), ("EndTime",)]
        if mutating.unfit and not is_moment:  # the first screen tells no moment but the day of creation
            assert operation in screen.shown("welcome.html"), path


@pytest.mark.parametrize("name", MOST_DIFFERENT[:2])
@pytest.mark.parametrize("operation", ["ListAssociations", "ListTags"])
def test_mutated_facts_are_named_among_the_others(
    mutating, get_paths, small_account, reader, caplog, operation, name
):
    start = small_account.arns["model"]
    request = {"ListAssociations": {"DestinationArn": start}, "ListTags": {"ResourceArn": start}}[operation]
    for path in get_paths(operation, **request):
        prepare(mutating, operation, path, MUTATIONS[name])
        facts = reader.forget().read_facts(f"?start={start}")
        assert caplog.text == "", path
        assert "s3://b/model" in facts, path
        if mutating.unfit and path[-1:] != ("CreationTime",):
            assert operation in facts, path


def test_moment_that_cannot_be_read_is_named_among_the_facts(mutating, small_account, reader):
    prepare(mutating, "DescribeTrialComponent", ("EndTime",), 253_402_300_800)
    start = small_account.arns["job"]
    facts = reader.forget().read_facts(f"?start={start}")
    assert "A moment in its description cannot be read: EndTime (253402300800)" in facts
    assert "eta" in facts


def test_last_moment_of_the_year_9999_is_read_in_any_zone(mutating, reader, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    prepare(mutating, "ListTrialComponents", ("TrialComponentSummaries", 0, "EndTime"), 253_402_300_799)
    screen = reader.forget().read()
    assert (screen.state, "could not" in screen.shown("welcome.html")) == ("idle", False)
