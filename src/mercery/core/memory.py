"""Giving memory back to the machine."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Return what was freed to the machine where the C library can (glibc), and do nothing elsewhere. For after something
    large that is not done again: freed pieces stay with the process otherwise, a hundred megabytes of a model just built."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
