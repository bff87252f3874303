"""Mathematics of small matrices takes one thread, also where two learn at once; afterwards all is as before."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from mercery.studio.extracting.learner.one_thread import one_thread


def threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_the_last_who_leaves_sets_the_threads_back() -> None:
    np.dot(np.ones((2, 2)), np.ones((2, 2)))
    before = threads()
    first, second = one_thread(), one_thread()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert threads() == {1}
    second.__exit__(None, None, None)
    assert threads() == before


def test_threads_come_back_after_a_failure() -> None:
    before = threads()
    with pytest.raises(ValueError, match="half way"), one_thread():
        raise ValueError("half way")
    assert threads() == before
