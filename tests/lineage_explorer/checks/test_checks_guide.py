"""The reference of the checks is up to date."""

from __future__ import annotations

from docs.checks_guide import GUIDE, build_guide


def test_the_guide_is_up_to_date():
    assert GUIDE.read_text(encoding="utf-8") == build_guide(), "run `make guide`"
