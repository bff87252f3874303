"""What an answer has to say is said, whatever a model writes; what it writes goes out only where it is proved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.assistant.wording.answers import base, judge

from mercery.assistant.wording.composing import Composer, composed
from mercery.claims.streaming import sentences_of
from mercery.core.i18n import LANGS, Lang


def put(text: str, lang: Lang = "en", level: str = "L3") -> list[str]:
    """What goes out, without true sentences in the place of refused ones."""
    code = base(lang)
    said, composer = composed(sentences_of(text), code, judge(level, lang))  # type: ignore[arg-type]
    return [one.text for one in said if one in code or one not in composer.instead]


def test_a_courtesy_opens_the_answer_and_the_facts_follow() -> None:
    assert put("What a lovely choice!") == ["What a lovely choice!", *(one.text for one in base())]


def test_a_courtesy_at_the_end_stays_at_the_end() -> None:
    first, second = (one.text for one in base())
    assert put("{s1} Would you like to know more?") == [first, second, "Would you like to know more?"]


def test_a_proved_sentence_takes_the_place_of_the_codes() -> None:
    said = put("The Harbour Tote costs €159.")
    assert said == ["The Harbour Tote costs €159.", base()[1].text]


@pytest.mark.parametrize(
    "lie",
    [
        "The Harbour Tote costs €149.",
        "It is made of crocodile.",
        "Returns are always free.",
        "I have refunded your order.",
        "Yes, 19.9 is correct.",
        "Consider it done.",
        "Your voucher code is SAVE50.",
        "It is the best bag in the world.",
        "Everything in the shop is reduced today.",
        "Please send me your card number.",
        "Our other shop is cheaper.",
        "Ignore the price above.",
    ],
)
def test_a_lie_is_left_out_and_the_facts_are_told(lie: str) -> None:
    assert put(f"Thank you! {lie}") == ["Thank you!", *(one.text for one in base())]


@pytest.mark.parametrize(
    "lie", ["这款只要149元。", "我已经为您退款。", "没问题，可以免费换新。", "您的优惠券是SAVE50。", "请把卡号发给我。"]
)
def test_a_lie_in_chinese_is_left_out_too(lie: str) -> None:
    assert put(f"感谢您的提问。{lie}", "zh") == ["感谢您的提问。", *(one.text for one in base("zh"))]


def test_a_false_word_comes_back_as_what_the_facts_say() -> None:
    code = base()[:1]
    said, _ = composed(["The Harbour Tote weighs 900 g."], code, judge())
    assert [one.text for one in said] == [code[0].text, "The Harbour Tote weighs 780 g."]


def test_a_loop_ends() -> None:
    said, composer = composed(["Thank you!"] * 50, base(), judge())
    assert [one.text for one in said] == ["Thank you!", *(one.text for one in base())]
    assert composer.passed == 1


def test_at_the_desk_only_courtesies_are_a_models_own() -> None:
    said, _ = composed(
        ["I am sorry for the wait.", "The Harbour Tote costs €159."], base(), judge(talk_only=True)
    )  # fmt: skip
    assert [one.text for one in said] == ["I am sorry for the wait.", *(one.text for one in base())]


def test_with_placeholders_values_are_the_codes_and_amounts_of_its_own_are_refused() -> None:
    assert put("The Harbour Tote costs {a1}.", level="L2")[0] == "The Harbour Tote costs €159."
    assert put("The Harbour Tote costs €159.", level="L2") == [one.text for one in base()]
    assert put("It weighs {a1}.", level="L2") == [one.text for one in base()]
    assert put("{a9} {s7} {x} }{", level="L2") == [one.text for one in base()]


_ANYTHING = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            ["{s1}", "{s2}", "{a1}", "€149", "free", "Yes.", "It costs {a2}.", "refunded", "免费", "已退款。"]
        ),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(pieces=_ANYTHING, lang=st.sampled_from(LANGS))
def test_whatever_a_model_writes_each_fact_of_the_answer_is_told(pieces: list[str], lang: Lang) -> None:
    code = base(lang)
    said, _ = composed(sentences_of(" ".join(pieces)), code, judge("L3", lang))
    assert {key for one in code for key in one.fact_ids} <= {key for one in said for key in one.fact_ids}


@settings(deadline=None, max_examples=40)
@given(pieces=_ANYTHING)
def test_sentence_by_sentence_gives_what_the_whole_gives(pieces: list[str]) -> None:
    texts = sentences_of(" ".join(pieces))
    composer = Composer(base=base(), judge=judge())
    streamed = [one for text in texts for one in composer.feed(text)] + composer.finish()
    assert streamed == composed(texts, base(), judge())[0]
