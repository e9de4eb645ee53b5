"""A client asks as fast as it likes until the service throttles, then slower, then faster again."""

import pytest
from botocore.exceptions import ClientError

from lineage_explorer.sources.aws.rate_limiter import BURST, MAX_RATE, MIN_RATE, RateLimiter, limit_rate


class Time:
    """A clock that goes on only while somebody sleeps."""

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
def pace(time):
    return RateLimiter(clock=time, sleep=time.sleep)


def take(pace, calls):
    for _ in range(calls):
        pace.acquire()


def test_as_many_calls_as_a_click_asks_for_are_sent_at_once(pace, time):
    take(pace, BURST)
    assert time.now == 0


def test_many_calls_are_sent_at_the_fastest_pace(pace, time):
    take(pace, BURST + 100)
    assert time.now == pytest.approx(100 / MAX_RATE)


def test_a_refusal_slows_down_and_what_follows_within_a_second_counts_as_the_same(pace, time):
    for _ in range(10):
        pace.record_throttling()
    once = pace.rate
    assert MIN_RATE < once < MAX_RATE
    time.sleep(2)
    pace.record_throttling()
    assert pace.rate < once


def test_after_a_refusal_there_is_no_burst(pace, time):
    pace.record_throttling()
    take(pace, 10)
    assert time.now == pytest.approx(10 / pace.rate)


def test_however_often_it_is_refused_some_calls_are_sent(pace, time):
    for _ in range(50):
        pace.record_throttling()
        time.sleep(2)
    assert pace.rate == MIN_RATE


def test_answers_speed_up_again(pace, time):
    for _ in range(50):
        pace.record_throttling()
        time.sleep(2)
    take(pace, BURST)
    for _ in range(500):
        pace.acquire()
        pace.record_success()
    assert pace.rate == MAX_RATE


def test_a_client_learns_its_pace_from_the_answers_it_gets(wire, refusal, pace):
    answers = iter(
        [refusal("ThrottlingException", "Rate exceeded"), refusal("ValidationException", "no"), {}]
    )
    client = wire(lambda *_: next(answers)).client()
    limit_rate(client, pace)
    rates = []
    for _ in range(2):
        with pytest.raises(ClientError):
            client.list_contexts()
        rates.append(pace.rate)
    client.list_contexts()
    assert MAX_RATE > rates[0] == rates[1] < pace.rate
