from __future__ import annotations

from pathlib import Path

import pytest

from lineage_explorer.sources.redaction.pseudonym_store import PseudonymStore
from lineage_explorer.sources.redaction.redactor import Redactor


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "pseudonyms.sqlite"


@pytest.fixture
def pseudonyms(file: Path) -> PseudonymStore:
    return PseudonymStore(file)


@pytest.fixture
def redactor(pseudonyms: PseudonymStore) -> Redactor:
    return Redactor(pseudonyms)
