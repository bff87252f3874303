"""Memory given back to the machine. glibc keeps a heap for each thread that ever allocated and returns little of it: a process
that works in threads for weeks grows by what lies free in them. Elsewhere than on glibc this does nothing."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import Final

_ARENA_MAX: Final = -8
"""`M_ARENA_MAX` of <malloc.h>."""
_ARENAS: Final = 2
_MMAP_THRESHOLD: Final = -3
"""`M_MMAP_THRESHOLD` of <malloc.h>."""
_LARGE: Final = 256 * 1024


def few_heaps() -> None:
    """From now on threads share two heaps; for those begun before it comes too late."""
    if (libc := _glibc()) is not None:
        libc.mallopt(_ARENA_MAX, _ARENAS)


def large_apart() -> None:
    """From now on what is large has pages of its own, which go back the moment it is freed. glibc else raises by itself, up to
    32 MB, what it takes for large: arrays of models then lie among small things that live long, and hold their pages."""
    if (libc := _glibc()) is not None:
        libc.mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return free pages. For after something large that is not done again, a hundred megabytes of a model just built, and
    now and then where a process works for weeks: some tens of milliseconds without the interpreter's lock, so in a thread."""
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    with suppress(OSError):
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim"):
            return libc
    return None
