"""The nearest phrasings of each answer, worked out together, are those of each answer by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mercery.knowledge.meaning import NEIGHBOURS, Members, Vector

SIZES = st.lists(st.integers(0, 12), min_size=1, max_size=6)


def _alone(cosines: Vector, without: int | None, own: list[int]) -> tuple[float, ...]:
    near = sorted((float(cosines[index]) for index in own if index != without), reverse=True)
    first = near[:NEIGHBOURS]
    return (near[0], sum(first) / len(first), sum(near) / len(near)) if near else (0.0, 0.0, 0.0)


@given(SIZES, st.integers(0, 2**32 - 1))
def test_each_answer_is_as_near_as_by_itself(sizes: list[int], seed: int) -> None:
    owners = [place for place, size in enumerate(sizes) for _ in range(size)]
    own = [[index for index, owner in enumerate(owners) if owner == place] for place in range(len(sizes))]
    cosines = np.random.default_rng(seed).uniform(-1, 1, len(owners)).astype(np.float32)
    members = Members([np.array(one, dtype=np.int64) for one in own])
    for without in (None, *range(min(3, len(owners)))):
        found = members.nearest(cosines) if without is None else members.nearest_without(cosines, without)
        assert np.allclose(found.T, [_alone(cosines, without, one) for one in own], atol=1e-5)
