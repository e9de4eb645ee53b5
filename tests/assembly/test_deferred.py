"""A value that a thread makes while others wait for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from assembly.deferred import Deferred


def test_all_who_ask_wait_for_one_value():
    release, made = Event(), []

    def make() -> object:
        release.wait(10)
        made.append(object())
        return made[0]

    deferred = Deferred(make)
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(deferred.get) for _ in range(4)]
        deferred.start()
        deferred.check()  # nothing has failed until now
        assert not any(each.done() for each in waiting)
        release.set()
        assert {id(each.result(10)) for each in waiting} == {id(made[0])}
    assert len(made) == 1


def test_failure_is_told_once_and_raised_for_all_who_ask():
    told = []

    def fail() -> None:
        raise ValueError("no account")

    deferred = Deferred(fail)
    deferred.start(on_failure=lambda: told.append("failed"))
    deferred.wait()
    for ask in (deferred.get, deferred.get, deferred.check):
        with pytest.raises(ValueError, match="no account"):
            ask()
    assert told == ["failed"]
