"""Calls of a snapshot are made once, written as they come, and not forced where they are denied."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from lineage_explorer.errors import AccessDenied, CredentialsExpired, EntityNotFound, Throttled
from lineage_explorer.sources.aws.snapshot.call_runner import CallRunner
from lineage_explorer.sources.aws.snapshot.snapshot_calls import (
    ANSWERED,
    DENIED,
    MISSING,
    WANTED,
    CallState,
    SnapshotCall,
)


@dataclass
class FakeApi:
    errors: dict = field(default_factory=dict)
    sent: list = field(default_factory=list)

    def send(self, operation, *, about=None, **request):
        self.sent.append((operation, about))
        error = self.errors.get(about) or self.errors.get(operation)
        if error:
            raise error("no", operation=operation)
        token = request.get("NextToken")
        return (
            {"Items": [2]}
            if token
            else {"Items": [1], **({"NextToken": "n"} if operation == "ListX" else {})}
        )


@dataclass
class FakeFile:
    calls: list = field(default_factory=list)

    def write(self, calls):
        self.calls += calls
        return []


@pytest.fixture
def api():
    return FakeApi()


@pytest.fixture
def runner(api):
    return CallRunner(api, FakeFile(), lambda _: None)


def run(runner, *calls):
    runner.run(calls, lambda _: None)
    return {(call.operation, call.subject): call for call in runner.file.calls}


def test_an_answer_is_written_with_all_its_pages(runner):
    written = run(runner, SnapshotCall("ListX", subject="a"))
    assert written["ListX", "a"].output == {"Items": [1, 2]}
    assert written["ListX", "a"].outcome == ANSWERED


def test_what_an_earlier_run_read_is_not_read_again(runner, api):
    runner.states["DescribeX", "a"] = CallState("A", "1", ANSWERED)
    run(runner, SnapshotCall("DescribeX", subject="A", stamp="1"), SnapshotCall("DescribeX", subject="B"))
    assert api.sent == [("DescribeX", "B")]


def test_what_has_changed_or_was_only_wanted_is_read(runner, api):
    runner.states["DescribeX", "a"] = CallState("a", "1", ANSWERED)
    runner.states["DescribeX", "b"] = CallState("b", "", WANTED)
    run(runner, SnapshotCall("DescribeX", subject="a", stamp="2"), SnapshotCall("DescribeX", subject="b"))
    assert len(api.sent) == 2


def test_what_is_missing_or_denied_is_written_as_that(runner, api):
    api.errors = {"a": EntityNotFound, "b": AccessDenied}
    written = run(runner, *(SnapshotCall("DescribeX", subject=subject) for subject in "abc"))
    assert [written["DescribeX", subject].outcome for subject in "abc"] == [MISSING, DENIED, ANSWERED]


def test_a_throttled_call_stays_unfinished(runner, api):
    api.errors = {"a": Throttled}
    assert run(runner, SnapshotCall("DescribeX", subject="a")) == {}
    assert runner.unfinished == {"DescribeX": "no"}


def test_an_operation_that_is_always_denied_is_given_up(runner, api):
    api.errors = {"ListTags": AccessDenied}
    run(runner, *(SnapshotCall("ListTags", subject=f"{number}") for number in range(500)))
    assert len(api.sent) < 100
    assert runner.denials["ListTags"][0] == 500
    runner.write_denials()
    assert runner.file.calls[-1].subject == ""


def test_expired_credentials_end_the_run_and_keep_what_was_read(runner, api):
    api.errors = {"z": CredentialsExpired}
    with pytest.raises(CredentialsExpired):
        run(runner, *(SnapshotCall("DescribeX", subject=subject) for subject in "abcz"))
    assert {call.subject for call in runner.file.calls} <= set("abc")


def test_resources_that_an_answer_names_are_written_with_it(runner):
    wanted = SnapshotCall("DescribeEndpoint", subject="e", outcome=WANTED)
    runner.run([SnapshotCall("DescribeX", subject="a")], lambda _: [wanted])
    assert [call.outcome for call in runner.file.calls] == [ANSWERED, WANTED]
