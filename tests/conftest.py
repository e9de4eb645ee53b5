"""Fixtures for all tests, and the profiles of property tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.fakes import FakeCatalog, FakeSource
from tests.support.graph_builders import build_graph

PATIENT: Any = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("usual", max_examples=40, **PATIENT)
settings.register_profile("thorough", max_examples=1_000, **PATIENT)  # --hypothesis-profile=thorough
settings.load_profile("usual")


def pytest_configure() -> None:
    """Handle signals as in a terminal; what runs in the background inherits that they are ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def cache_home(tmp_path_factory) -> Iterator[None]:
    """Keep what starts keep for a user in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(build_graph())


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()
