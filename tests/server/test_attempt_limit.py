"""Limit of wrong tokens: counted in a process, or by all workers."""

from __future__ import annotations

import pytest

from server.attempt_limit import AttemptLimit, MemoryPenalties
from server.errors import Refusal
from server.shared_penalties import SharedPenalties


@pytest.fixture(params=[MemoryPenalties, SharedPenalties])
def penalties(request):
    penalties = request.param()
    yield penalties
    if isinstance(penalties, SharedPenalties):
        penalties.close()


def test_attempts_are_forgiven_with_time(penalties):
    moment = [0.0]
    limit = AttemptLimit(penalties, free=2, seconds=5, timer=lambda: moment[0])
    limit.record_failure("a")
    limit.check("a")
    limit.record_failure("a")
    with pytest.raises(Refusal) as refusal:
        limit.check("a")
    assert dict(refusal.value.headers) == {"Retry-After": "5"}
    limit.check("b")
    moment[0] = 5.0
    limit.check("a")


def test_addresses_of_one_machine_share_their_attempts(penalties):
    limit = AttemptLimit(penalties, free=2, timer=lambda: 0.0)
    limit.record_failure("2001:db8::1")
    limit.record_failure("2001:db8::ffff:1%eth0")
    for address in ("2001:db8::2", "2001:db8:0:0:1:2:3:4"):
        with pytest.raises(Refusal):
            limit.check(address)
    for other in ("2001:db8:0:1::1", "10.0.0.1", "not an address"):
        limit.check(other)
    limit.record_failure("::ffff:10.0.0.1")
    limit.record_failure("10.0.0.1")
    with pytest.raises(Refusal):
        limit.check("10.0.0.1")


def test_memory_of_a_process_is_bounded():
    penalties = MemoryPenalties()
    for number in range(MemoryPenalties.MAX_ADDRESSES + 500):
        penalties.extend(str(number), start=0.0, seconds=5.0)
    assert len(penalties._ends) == MemoryPenalties.MAX_ADDRESSES
