"""The API over the demo account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from assembly.explored_account import ExploredAccount
from assembly.service_scope import build_scope
from lineage_explorer.api.api_request import ReadLimits
from lineage_explorer.api.operations import OPERATIONS_BY_NAME
from lineage_explorer.explore.request_scope import RequestScope
from lineage_explorer.explore.services import ExplorerServices
from lineage_explorer.sources.cache.cache_table import CacheRegistry
from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from sagemaker_account import transport
from tests.support.demo_file import open_demo
from tests.support.question_accounts import RecordingClient


@pytest.fixture(scope="package")
def demo_service(tmp_path_factory) -> Iterator[Any]:
    with open_demo(tmp_path_factory.mktemp("demo")) as account:
        yield account


@pytest.fixture(scope="package")
def build_demo_scope(demo_service, tmp_path_factory) -> Callable[..., RequestScope[ExplorerServices]]:
    """Return a function that explores the demo anew, where operations may be denied."""

    def build(*denied: str) -> RequestScope[ExplorerServices]:
        recorded = RecordingClient(transport.connect(demo_service), frozenset(denied))
        names = PseudonymStore(tmp_path_factory.mktemp("names") / "pseudonyms.sqlite")
        return build_scope(ExploredAccount("Demo", recorded.client), CacheRegistry(), pseudonyms=names)

    return build


@pytest.fixture(scope="package")
def demo_scope(build_demo_scope) -> RequestScope[ExplorerServices]:
    return build_demo_scope()


def run_operation(scope: RequestScope[ExplorerServices], name: str, **values: Any) -> Any:
    """Return the body of an operation."""
    operation = OPERATIONS_BY_NAME[name]
    search = f"?{urlencode(values, doseq=True)}"
    return scope.run(search, lambda services, search: operation.run(services, search, ReadLimits()))


@pytest.fixture(scope="package")
def get_body(demo_scope) -> Callable[..., Any]:
    """Return a function of an operation's name and its parameters."""
    return lambda name, **values: run_operation(demo_scope, name, **values)
