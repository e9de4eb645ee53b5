"""The rate limiter slows down when throttled and speeds up again."""

import pytest
from botocore.exceptions import ClientError

from lineage_explorer.sources.aws.session import BURST, MAX_RATE, MIN_RATE, RateLimiter, limit_rate


class Time:
    """A clock that advances only during sleep."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def limiter(time):
    return RateLimiter(clock=time, sleep=time.sleep)


def acquire_many(pace, calls):
    for _ in range(calls):
        pace.acquire()


def test_burst_of_one_click_is_sent_at_once(limiter, time):
    acquire_many(limiter, BURST)
    assert time.now == 0


def test_many_calls_are_sent_at_the_maximum_rate(limiter, time):
    acquire_many(limiter, BURST + 100)
    assert time.now == pytest.approx(100 / MAX_RATE)


def test_throttling_within_one_second_slows_down_once(limiter, time):
    for _ in range(10):
        limiter.record_throttling()
    once = limiter.rate
    assert MIN_RATE < once < MAX_RATE
    time.sleep(2)
    limiter.record_throttling()
    assert limiter.rate < once


def test_throttling_ends_the_burst(limiter, time):
    limiter.record_throttling()
    acquire_many(limiter, 10)
    assert time.now == pytest.approx(10 / limiter.rate)


def test_rate_never_falls_below_a_minimum(limiter, time):
    for _ in range(50):
        limiter.record_throttling()
        time.sleep(2)
    assert limiter.rate == MIN_RATE


def test_successful_calls_raise_the_rate_again(limiter, time):
    for _ in range(50):
        limiter.record_throttling()
        time.sleep(2)
    acquire_many(limiter, BURST)
    for _ in range(500):
        limiter.acquire()
        limiter.record_success()
    assert limiter.rate == MAX_RATE


def test_client_adapts_its_rate_to_responses(stub_client, error_response, limiter):
    answers = iter(
        [
            error_response("ThrottlingException", "Rate exceeded"),
            error_response("ValidationException", "no"),
            {},
        ]
    )
    client = stub_client(lambda *_: next(answers)).client()
    limit_rate(client, limiter)
    rates = []
    for _ in range(2):
        with pytest.raises(ClientError):
            client.list_contexts()
        rates.append(limiter.rate)
    client.list_contexts()
    assert MAX_RATE > rates[0] == rates[1] < limiter.rate
