"""The bench measures what it says: projects have their size, and pictures are made as the page makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from account import transport
from account.service import Account
from account.store import Store
from bench.figures import Spread, Table
from bench.parts import Server
from bench.projects import SMALLEST, account_in, write
from lineage.aws.reader import SageMakerSource
from lineage.model import Arn
from lineage.query import LineageQuery


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    store = Store.open(str(tmp_path / "bench.sqlite"), create=True)
    yield account_in(store)
    store.close()


def read(account: Account, start: str) -> set[Arn]:
    source = SageMakerSource(transport.connect(account))
    return set(source.read(LineageQuery(Arn(start))).vertices)


@pytest.mark.parametrize("size", [SMALLEST, 50])
def test_a_project_is_as_large_as_asked_from_either_of_its_starts(account, size):
    project = write(account, "churn", size)
    assert len(read(account, project.training_set)) == len(read(account, project.merge_job)) == size


def test_most_of_a_project_is_read_from_both_starts_and_a_little_from_one(account):
    project = write(account, "churn", SMALLEST)
    one, other = read(account, project.training_set), read(account, project.merge_job)
    assert {project.training_set, project.merge_job} < one & other
    assert len(one - other) == len(other - one) == 2


def test_projects_of_one_account_share_nothing_that_is_read_but_the_image(account):
    first, second = (write(account, name, SMALLEST) for name in ("churn", "fraud"))
    shared = read(account, first.training_set) & read(account, second.training_set)
    assert len(shared) == 1
