from __future__ import annotations

import pytest

from tests.fakes import FakeCatalog, FakeSource
from tests.graphs import graph


@pytest.fixture
def source() -> FakeSource:
    return FakeSource(graph())


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()
