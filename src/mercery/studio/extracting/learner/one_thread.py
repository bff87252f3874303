"""One thread for the mathematics of small matrices: with more, each waits longer for the others than it works, and where
the machine has something else to do, many times longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from threadpoolctl import threadpool_limits

_LOCK: Final = threading.Lock()
_inside: list[Any] = []
"""What every one who is inside has limited; the first limited something."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Within, matrices are multiplied by one thread. That holds for the whole process: the first who enters sets it, the
    last who leaves sets it back."""
    with _LOCK:
        _inside.append(_inside[0] if _inside else threadpool_limits(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _LOCK:
            limits = _inside.pop()
            if not _inside:
                limits.restore_original_limits()


def one_thread_of_trees() -> AbstractContextManager[object]:
    """The same for trees, and for the thread that asks alone. Their library must be there already."""
    limits: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="openmp")
    return limits
