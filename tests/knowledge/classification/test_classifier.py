"""Learning from a handful of examples; each judged without itself; sure only where that was earned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.ai.hashed_embedder import HashedEmbedder
from mercery.knowledge.classification.classifier import Classifier
from mercery.knowledge.classification.threshold import threshold, wilson_low

EXAMPLES = {
    "delivery": [
        "when will my parcel arrive",
        "how long does delivery take",
        "is delivery fast",
        "arrival of my parcel",
    ],
    "returns": ["can I send it back", "how do I return a piece", "return policy", "I want to return my shoes"],
    "退货": ["怎么退货", "可以退货吗", "我想退掉这双鞋", "退货要多久"],
}
EMBEDDER = HashedEmbedder()


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    texts = [text for found in EXAMPLES.values() for text in found]
    labels = [label for label, found in EXAMPLES.items() for _ in found]
    return Classifier(texts, labels, EMBEDDER.embed(texts))


@pytest.mark.parametrize(
    ("text", "label"),
    [("how fast is delivery of a parcel", "delivery"), ("may I return these shoes", "returns"), ("能退货吗", "退货")],
)
def test_a_new_phrasing_finds_its_label(classifier: Classifier, text: str, label: str) -> None:
    assert classifier.judge([text], EMBEDDER.embed([text]))[0].labels[0] == label


def test_what_is_like_no_example_is_less_sure(classifier: Classifier) -> None:
    texts = ["how do I return a piece of jewellery", "xylophone quartz"]
    known, unknown = classifier.judge(texts, EMBEDDER.embed(texts))
    assert known.score > unknown.score


def test_leaving_out_in_closed_form_is_leaving_out(classifier: Classifier) -> None:
    texts = [text for found in EXAMPLES.values() for text in found]
    labels = [label for label, found in EXAMPLES.items() for _ in found]
    vectors = EMBEDDER.embed(texts)
    trials = classifier.trials()
    for place in (0, 5, 9):
        rest = [other for other in range(len(texts)) if other != place]
        kernel = classifier._kernel.of(vectors @ vectors.T, classifier._spelling.among())
        within = kernel[np.ix_(rest, rest)] + classifier._kernel.ridge * np.eye(len(rest))
        names = classifier.labels
        targets = np.array([[1.0 if labels[other] == name else -1.0 for name in names] for other in rest])
        scores = kernel[place, rest] @ np.linalg.solve(within, targets)
        scores = scores + classifier._left_out[1][place]
        assert names[int(scores.argmax())] == trials[place].judged.labels[0]


def test_a_threshold_keeps_the_precision_it_was_asked_for() -> None:
    trials = [(score / 100, score > 40) for score in range(100)]
    chosen = threshold(trials, 0.9)
    given_at_once = [right for score, right in trials if score >= chosen]
    assert chosen < 0.5 and sum(given_at_once) / len(given_at_once) >= 0.9


def test_without_enough_right_trials_nothing_is_given_at_once() -> None:
    assert threshold([(0.9, True), (0.8, False)], 0.98) == float("inf")
    assert threshold([], 0.98) == float("inf")


@given(right=st.integers(0, 500), wrong=st.integers(0, 500))
def test_the_lower_end_is_below_the_share_and_grows_with_evidence(right: int, wrong: int) -> None:
    total = right + wrong
    low = wilson_low(right, total)
    assert 0.0 <= low <= (right / total if total else 0.0) + 1e-12
    assert wilson_low(right * 10, total * 10) >= low - 1e-12
