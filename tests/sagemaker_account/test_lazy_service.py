"""An account whose door stands before it is ready."""

from __future__ import annotations

from threading import Event

import pytest

from sagemaker_account.lazy_service import LazyService


class Telling:
    """A service that says what it was asked."""

    region = "us-west-2"

    def call(self, operation, request):
        return {"asked": operation, **request}


def test_the_door_stands_while_the_account_is_made_ready_and_calls_wait_for_it():
    ready = Event()

    def make():
        ready.wait(10)
        return Telling()

    opening = LazyService(make, region="us-west-2")
    assert opening.region == "us-west-2"
    ready.set()
    assert opening.call("ListTags", {"MaxResults": 1}) == {"asked": "ListTags", "MaxResults": 1}


def test_an_account_that_cannot_be_made_ready_says_so_at_each_call():
    def make():
        raise OSError("no space left")

    opening = LazyService(make, region="us-west-2")
    opening.wait()
    for _ in range(2):
        with pytest.raises(OSError, match="no space left"):
            opening.call("ListTags", {})
