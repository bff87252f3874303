"""The score: a sum of features, each within its bounds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mercery.search.ranking.model import WEIGHTS, Circumstances, Features, Weights, scores


def test_a_word_in_a_name_is_not_yet_the_thing() -> None:
    """A laptop sleeve says "laptop" in its name, a notebook only in its description, but it is what is meant."""
    sleeve = Features(words=np.array([0.8]), near=np.array([0.4]), kind=np.array([0.2]), beside=np.array([1.0]))
    notebook = Features(words=np.array([0.5]), near=np.array([0.7]), kind=np.array([0.8]), beside=np.array([0.0]))
    assert scores(notebook, 1)[0] > scores(sleeve, 1)[0]


def test_what_cannot_be_had_sinks_and_stays_above_what_agrees_in_nothing() -> None:
    gone = scores(Circumstances(gone=np.array([1.0, 0.0, 0.0])), 3)
    found = scores(Features(words=np.array([0.8, 0.7, 0.1])), 3) + gone
    assert np.argsort(-found).tolist() == [1, 0, 2]


def test_popularity_decides_between_equals_only() -> None:
    liked = scores(Circumstances(liked=np.array([0.0, 1.0])), 2)
    equal, better = np.array([0.5, 0.5]), np.array([0.6, 0.5])
    assert (equal + liked).argmax() == 1 and (better + liked).argmax() == 0


def test_a_part_that_is_taken_away_counts_nothing() -> None:
    found = Features(words=np.array([0.2]), near=np.array([0.9]))
    assert scores(found, 1, Weights(near=0.0))[0] == WEIGHTS.words * 0.2


SHARE = st.floats(0, 1)


@given(SHARE, SHARE, SHARE, SHARE)
def test_more_of_a_good_feature_never_harms(words: float, near: float, more: float, kind: float) -> None:
    low = Features(words=np.array([words]), near=np.array([near]), kind=np.array([kind]))
    high = Features(words=np.array([words]), near=np.array([max(near, more)]), kind=np.array([kind]))
    assert scores(high, 1)[0] >= scores(low, 1)[0]
