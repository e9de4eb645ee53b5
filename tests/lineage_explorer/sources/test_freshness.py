"""Freshness: how old lineage may be, as one value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lineage_explorer.sources.freshness import (
    ANY_AGE,
    READ_AGAIN,
    RETRY_FAILED,
    Freshness,
    Reuse,
    limit_age,
)

MOMENT = datetime(2026, 4, 15, 12, tzinfo=UTC)


def test_a_graph_finished_since_the_moment_is_fresh_enough():
    freshness = limit_age(MOMENT)
    assert freshness.accepts(MOMENT)
    assert not freshness.accepts(MOMENT - timedelta(microseconds=1))


@pytest.mark.parametrize("freshness", [ANY_AGE, RETRY_FAILED, READ_AGAIN])
def test_without_a_moment_every_age_is_accepted(freshness):
    assert freshness.accepts(MOMENT)


@pytest.mark.parametrize(("reuse", "moment"), [(Reuse.RECENT, None), (Reuse.NOTHING, MOMENT)])
def test_a_rule_and_a_moment_that_do_not_go_together_are_refused(reuse, moment):
    with pytest.raises(ValueError, match="do not go together"):
        Freshness(reuse, moment)
