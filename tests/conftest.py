"""Fixtures for all tests, and a patient profile for property tests."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests.support.fakes import FakeCatalog, FakeSource
from tests.support.graph_builders import build_graph

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(build_graph())


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()
