"""The scores of the intents eval."""

from mercery.evals.intents import _auroc, _figures, _macro_f1
from mercery.knowledge.classification.classifier import Judged


def judged(*labels: str, score: float) -> Judged:
    return Judged(labels=labels, score=score)


def test_direct_answers_choices_and_refusals_are_counted_apart() -> None:
    labels = ["a", "a", "b", "oos", "oos"]
    made = [
        judged("a", "b", "c", score=0.9),
        judged("b", "a", "c", score=0.2),
        judged("a", "c", "b", score=0.8),
        judged("a", "b", "c", score=0.1),
        judged("a", "b", "c", score=0.7),
    ]
    figures = _figures(labels, made, sure=0.6)
    assert figures["accuracy"] == 0.3333
    assert figures["coverage_at_98"] == 0.6667
    assert figures["precision_direct"] == 0.3333, "an answer to what belongs nowhere counts as wrong"
    assert figures["reach3"] == 0.6667
    assert figures["oos_refused"] == 0.5
    assert figures["oos_auroc"] == 0.8333


def test_macro_f1_gives_each_intent_the_same_weight() -> None:
    assert _macro_f1([("a", "a"), ("a", "a"), ("b", "a")]) == 0.4


def test_auroc_counts_ties_half() -> None:
    assert _auroc([0.5], [0.5]) == 0.5
    assert _auroc([1.0], []) is None
