"""Fixtures for all tests, and a patient profile for property tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.fakes import FakeCatalog, FakeSource
from tests.support.graph_builders import build_graph

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


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
