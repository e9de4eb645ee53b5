"""How properties are tried: a machine that is slow, or has never tried one, is no mistake in what is tested."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.support.fakes import FakeCatalog, FakeSource
from tests.support.graph_builders import graph

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(graph())


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()
