"""Answers are kept with the moment at which they were read, for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from lineage.cache import InProcess

PAGE = {"Vertices": [{"Arn": "arn"}], "NextToken": "t"}


class Clock:
    """A clock that tests set."""

    def __init__(self):
        self.now = datetime(2026, 4, 15, 12, tzinfo=UTC)

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cache(clock):
    return InProcess(entries=2, seconds=60, clock=clock)


def test_what_was_put_is_got_with_the_moment_at_which_it_was_read(cache, clock):
    read = clock.now
    cache.put("key", PAGE)
    clock.advance(59)
    assert cache.get("key").answer == PAGE
    assert cache.get("key").read == read


def test_what_is_too_old_is_gone(cache, clock):
    cache.put("key", PAGE)
    clock.advance(60)
    assert cache.get("key") is None


def test_what_is_put_again_is_as_young_as_that(cache, clock):
    cache.put("key", {})
    clock.advance(59)
    cache.put("key", PAGE)
    clock.advance(59)
    assert cache.get("key").answer == PAGE


def test_what_was_not_used_for_longest_makes_room(cache):
    cache.put("a", {})
    cache.put("b", {})
    cache.get("a")
    cache.put("c", {})
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_what_is_forgotten_is_gone_whether_it_was_there_or_not(cache):
    cache.put("key", PAGE)
    cache.forget("key")
    cache.forget("key")
    assert cache.get("key") is None
