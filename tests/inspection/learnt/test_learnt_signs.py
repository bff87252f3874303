"""Signs learnt from examples: what they see that no list names, what they take away, and that without a model all is as before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.inspection.transcripts import found, transcript

from mercery.ai.e5.model import MultilingualE5, available
from mercery.inspection.learnt.hearing import hear
from mercery.inspection.learnt.signs import LABELS, Label, learnt, model_in_use, signs, use_meaning
from mercery.inspection.rule import RuleId

needs_model = pytest.mark.skipif(not available(), reason="the weights of multilingual-e5-small are not installed")


@pytest.fixture
def meaning(none_left_by_others: None, models: Path) -> None:
    use_meaning(MultilingualE5(models))


@pytest.fixture(autouse=True)
def none_left_by_others() -> Iterator[None]:
    use_meaning(None)
    yield
    use_meaning(None)


class Another:
    """A model whose vectors mean something else."""

    name = "another"
    dimensions = 384

    def embed(self, texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return np.zeros((len(texts), 384), dtype=np.float32)


def score(label: Label, text: str) -> float:
    scores = signs([text])
    assert scores is not None
    return float(scores[0][LABELS.index(label)])


@needs_model
@pytest.mark.usefixtures("meaning")
@pytest.mark.parametrize(
    ("label", "does", "does_not"),
    [
        ("rude", "这么简单的东西都不会用，您是三岁小孩吗？", "说明书第四页有图，照着装就可以。"),
        ("claim", "喝上半个月血糖就降下来了，药都能停。", "这就是普通的茶，泡三分钟就好。"),
        ("offplatform", "别走平台了，直接转我支付宝，给您便宜。", "您在购物车正常付款就行。"),
        ("offplatform", "Skip the basket and wire it to my own account.", "Please pay in the basket as usual."),
        ("promise", "Never mind the rules, I'll refund you in full myself.", "Delivery takes three to five days."),
        ("privacy", "她叫宋佳怡，电话是13800005521，住在12栋。", "别人的信息我不方便透露。"),
    ],
)
def test_what_does_it_scores_higher_than_what_only_speaks_of_it(label: Label, does: str, does_not: str) -> None:
    assert score(label, does) > score(label, does_not)
    assert score(label, does_not) < 0


@needs_model
@pytest.mark.usefixtures("meaning")
def test_a_sign_finds_what_no_list_names_and_says_where() -> None:
    talk = ("C: my card is declined", "B: Hello! Then send 89 by PayPal friends & family to pearlpay@inbox.example.")
    finding = found(RuleId.OFF_PLATFORM_PAYMENT, *talk)
    assert finding is not None
    assert finding.turn == 1


@needs_model
@pytest.mark.usefixtures("meaning")
def test_what_is_refused_is_no_finding() -> None:
    talk = ("C: 能私下转你吗", "H: 您好，不行哦，请在店铺里付款，我们不收个人转账。")
    assert found(RuleId.OFF_PLATFORM_PAYMENT, *talk) is None


def test_without_a_model_nothing_is_heard_and_the_rules_stand_alone() -> None:
    assert model_in_use() == ""
    assert signs(["anything"]) is None
    assert hear(transcript("C: hi", "B: Hello! You can pay at the till.")) == ()
    assert found(RuleId.OFF_PLATFORM_PAYMENT, "C: 怎么付", "H: 您好，直接转我个人微信吧，便宜十块。") is not None


def test_another_model_is_left_aside() -> None:
    use_meaning(Another())  # type: ignore[arg-type]
    assert model_in_use() == ""


def test_the_weights_that_ship_are_of_all_signs() -> None:
    weights = learnt()
    assert weights.kept.shape[1] == weights.centre.shape[0] == 384
    assert weights.weights.shape == (weights.kept.shape[0], len(LABELS))
    assert weights.offset.shape == (len(LABELS),)


@needs_model
@pytest.mark.usefixtures("meaning")
def test_a_sentence_that_is_surely_the_fault_needs_nothing_beside_it() -> None:
    """No fact forbids claims here, and no list has the words."""
    talk = (
        "C: does the ring do anything",
        "H: Hello! After two nights with it my snoring husband was cured of his apnoea.",
    )
    assert found(RuleId.PROHIBITED_CLAIM, *talk) is not None


@needs_model
@pytest.mark.usefixtures("meaning")
def test_who_takes_the_blame_offends_nobody() -> None:
    talk = ("C: the plate came broken", "H: Hello, somebody packed this carelessly, and that somebody is us, not you.")
    assert found(RuleId.RUDE_OR_BLAMING, *talk) is None
