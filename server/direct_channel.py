"""Connection whose answers are sent by the threads that make them.

waitress counts an answer as waiting while a thread is about to send it, so its loop tries to send it as well,
and again until the thread is done. The thread needs the interpreter's lock for that, which the loop and other
threads hold: with 200 readers the loop went round a hundred times for each answer, looked at 200 connections
each time, and took twice the time of the answers themselves.
"""

from __future__ import annotations

import time
from typing import Any

from waitress.channel import HTTPChannel


class DirectChannel(HTTPChannel):
    """Connection whose output is what the system did not take at once."""

    def write_soon(self, data: Any) -> int:
        """Send data, or keep what cannot be sent now; return its size.

        Args:
            data: Bytes, or a buffer of a file, which is sent in pieces.
        """
        if not isinstance(data, bytes):
            return super().write_soon(data)
        with self.outbuf_lock:
            sent = self._send_now(data) if self.connected and not self.total_outbufs_len else 0
            if sent < len(data):
                super().write_soon(data[sent:])
        return len(data)

    def _send_now(self, data: bytes) -> int:
        """Return how much of the data the system takes.

        It is nothing if sending fails: that shows when the rest is sent.
        """
        try:
            sent = int(self.send(data, do_close=False))
        except OSError:
            return 0
        self.last_activity = time.time()  # waitress's clock
        return sent
