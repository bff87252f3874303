"""Signs learnt from examples: what they see that no list names, and what keeps them from accusing wrongly."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.learnt.grams import SIZE, pieces
from mercery.inspection.learnt.signs import LABELS, learnt, signs, use_meaning
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.phrases import plain


def score(label: str, text: str) -> float:
    lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
    return float(signs([plain(text)], lang)[0][LABELS.index(label)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "does", "does_not"),
    [
        ("rude", "这么简单的说明书都看不懂，您也真是少见。", "说明书第四页有图，照着装就可以。"),
        ("claim", "喝上半个月血糖就降下来了，药都能停。", "这就是普通的茶，没有功效。"),
        ("offplatform", "别走平台了，直接转我支付宝，给您便宜。", "您在购物车正常付款就行。"),
        (
            "offplatform",
            "Skip the checkout and wire the money to my own account.",
            "Please pay in the basket as usual.",
        ),
        (
            "promise",
            "Cross my heart, it will be with you on Friday, or it costs you nothing.",
            "Delivery takes three to five days.",
        ),
        ("privacy", "她叫宋佳怡，电话是138 0000 5521，住在12栋。", "别人的信息我不方便透露。"),
    ],
)
def test_what_does_it_scores_higher_than_what_only_speaks_of_it(label: str, does: str, does_not: str) -> None:
    assert score(label, does) > score(label, does_not)
    assert score(label, does_not) < 0


def test_pieces_of_a_kind_have_length_one_and_their_places_lie_in_the_table() -> None:
    for text, lang, kinds in (("the red one, please", "en", 2), ("要红色的", "zh", 1)):
        places, weights = pieces(text, lang)  # type: ignore[arg-type]
        assert len(places) == len(weights)
        assert places.min() >= 0
        assert places.max() < SIZE
        assert float((weights**2).sum()) == pytest.approx(kinds, abs=0.01)


def test_any_number_is_the_same_number() -> None:
    assert pieces("it is 45", "en")[0].tolist() == pieces("it is 7", "en")[0].tolist()


def test_the_weights_are_of_all_labels_and_only_english_has_meaning() -> None:
    assert {name: one.meaning is not None for name, one in learnt().items()} == {
        "en": True,
        "en-words": False,
        "zh": False,
    }
    assert all(one.pieces.shape == (len(LABELS), SIZE) for one in learnt().values())


def test_another_model_of_meaning_is_left_aside() -> None:
    class Other:
        name = "another"
        dimensions = 3

        def embed(self, texts: object) -> object:
            raise AssertionError

    use_meaning(Other())  # type: ignore[arg-type]
    try:
        assert signs(["hello there"], "en").shape == (1, len(LABELS))
    finally:
        use_meaning(None)


def test_what_a_fact_grants_may_be_promised() -> None:
    known = {"broken pots": "replaced free of charge within 48 hours"}
    said = "B: Hello, if a pot breaks we replace it free of charge, you have my word."
    assert found(RuleId.PROMISE_BEYOND_POLICY, "C: what if a pot breaks", said, known=known) is None


def test_the_customers_own_data_are_no_leak() -> None:
    said = "B: Hello Ms Varga, your phone number is 555-0144, is that right?"
    assert found(RuleId.PRIVACY_LEAK, "C: my number is 555-0144", said, known={"identified": "yes"}) is None
