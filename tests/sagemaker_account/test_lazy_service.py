"""A service that accepts calls before it is ready."""

from __future__ import annotations

from threading import Event

import pytest

from sagemaker_account.lazy_service import LazyService


class EchoService:
    """A service that returns its request."""

    region = "us-west-2"

    def call(self, operation, request):
        return {"asked": operation, **request}


def test_calls_wait_until_the_account_is_ready():
    ready = Event()

    def make():
        ready.wait(10)
        return EchoService()

    opening = LazyService(make, region="us-west-2")
    assert opening.region == "us-west-2"
    ready.set()
    assert opening.call("ListTags", {"MaxResults": 1}) == {"asked": "ListTags", "MaxResults": 1}


def test_failed_initialization_is_reported_by_each_call():
    def make():
        raise OSError("no space left")

    opening = LazyService(make, region="us-west-2")
    opening.wait()
    for _ in range(2):
        with pytest.raises(OSError, match="no space left"):
            opening.call("ListTags", {})
