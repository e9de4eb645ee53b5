"""Signals that end a process."""

from __future__ import annotations

import signal
import weakref
from collections.abc import Iterator

import pytest

from server.signals import list_signals, raise_interrupts, stop_on_signals


@pytest.fixture(autouse=True)
def former_handlers() -> Iterator[None]:
    """Restore the handlers of the test process."""
    former = {number: signal.getsignal(number) for number in list_signals()}
    raise_interrupts()
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", list_signals())
def test_signal_interrupts_until_something_serves(number):
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_signal_that_python_dropped_ends_what_would_serve_next():
    class Module:
        pass

    module = Module()
    reference = weakref.ref(module, lambda _: signal.raise_signal(signal.SIGHUP))
    del module  # the callback's exception is printed and ignored
    assert reference() is None
    with pytest.raises(KeyboardInterrupt), stop_on_signals(lambda: None):
        pytest.fail("it serves")
