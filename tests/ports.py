"""Ports for the servers tests start."""

from __future__ import annotations

import itertools
import random
import socket
from typing import Final

_FIRST: Final = 10_000
"""Below those the system gives to whoever connects (from 32,768 on): a server listens seconds after its port was looked up,
and one of those may have been given away by then."""
_COUNT: Final = 20_000
# Each worker, and each run beside it, goes through them from elsewhere.
_places: Final = itertools.count(random.SystemRandom().randrange(_COUNT))


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on, and another one at each call."""
    for place in itertools.islice(_places, _COUNT):
        port = _FIRST + place % _COUNT
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("every port is taken")
