"""An answer others wait behind is cut only where the gate lets out what was said, and is pointed at where that saves time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.livestream.order.shop import demo, priced, shelf_of

from mercery.claims.sentence import Sentence, Span
from mercery.core.i18n import Lang
from mercery.livestream.line import Line
from mercery.livestream.order.brief import ALONE_S, AWAITED_S, BESET_S, brief, lasts, patience, untimely
from mercery.livestream.order.leaving import leaves
from mercery.livestream.order.spoken_length import seconds_of

BAG = demo("saddle-bag")
SHELF = shelf_of([priced(BAG, 1280, was=1480)])
POINTERS: dict[Lang, str] = {"en": "The answer stands under your comment.", "zh": "答案写在您的评论下方了。"}
PRICES: tuple[tuple[Lang, str, float, str], ...] = (
    ("en", "Anna, the Saddle Bag costs €1,280, tax included.", AWAITED_S, "Anna, the Saddle Bag costs €1,280."),
    ("zh", "小鹿，马鞍包售价 €1,280，含税。", 3.6, "小鹿，马鞍包售价 €1,280。"),
)


def answer(text: str, lang: Lang) -> Line:
    called = (0, 6) if text.startswith("Anna, ") else (0, 3) if text.startswith("小鹿，") else (0, 0)
    return Line(
        id="lin_1", sentence=Sentence(text=text, spans=(Span(start=0, end=len(text), fact_id="variant:v/price@1"),)), lang=lang,
        kind="answer", comment_id="lcm_1", product_id=BAG.id, called=called,
    )  # fmt: skip


def pointer(lang: Lang) -> Line:
    return Line(id="lin_p", sentence=Sentence(text=POINTERS[lang]), lang=lang, kind="answer", comment_id="lcm_1")


@pytest.mark.parametrize(("lang", "text", "most", "short"), PRICES)
def test_a_price_is_told_without_what_nobody_asked_and_keeps_its_facts(
    lang: Lang, text: str, most: float, short: str
) -> None:
    line = answer(text, lang)
    made = brief([line], leaves(line, SHELF), pointer(lang), most)
    assert made is not None
    assert (made.text, made.comment_id, made.product_id, made.kind) == (short, "lcm_1", BAG.id, "answer")
    assert made.sentence.fact_ids == line.sentence.fact_ids
    assert made.sentence.spans[0].end <= len(made.text)
    assert made.id != line.id


def test_what_gives_way_in_time_is_begun_as_it_is() -> None:
    line = answer("Anna, the Saddle Bag costs €1,280 instead of €1,480, tax included.", "en")
    places = leaves(line, SHELF)
    assert lasts([line]) > AWAITED_S > lasts([line], places)
    assert brief([line], places, pointer("en"), AWAITED_S) is None


def test_what_cannot_be_cut_is_pointed_at_where_it_stands_written_and_else_is_said() -> None:
    care = "Our advice for its care: The hide is waxed: a light shower does no harm. Dry it with a soft cloth and keep it away from heat."
    line = answer(care, "en")
    assert leaves(line, SHELF) == ()
    made = brief([line], (), pointer("en"), ALONE_S)
    assert made is not None
    assert made.text == POINTERS["en"]
    assert brief([line], (), None, ALONE_S) is None, "on another platform nothing stands written below the comment"


def test_an_answer_of_two_sentences_is_never_halved() -> None:
    both = [answer("It is not recorded whether a laptop fits.", "en"), answer("It measures 27 × 19 × 9 cm.", "en")]
    assert lasts(both) == sum(seconds_of(one.text, "en") for one in both)
    made = brief(both, (), pointer("en"), AWAITED_S)
    assert made is not None
    assert made.text == POINTERS["en"]


def test_who_asks_alone_hears_all_of_it_and_short_answers_are_said_whoever_waits() -> None:
    assert patience(0, lively=False) is None
    assert (patience(0, lively=True), patience(1, lively=False), patience(5, lively=True)) == (
        ALONE_S,
        AWAITED_S,
        BESET_S,
    )
    short = answer("It weighs 780 g.", "en")
    assert brief([short], (), pointer("en"), BESET_S) is None
    waiting = answer(POINTERS["zh"], "zh")
    assert brief([waiting], (), pointer("zh"), 0.5) is None, (
        "to point at it saves nothing where it is pointed at already"
    )


def test_a_lively_chat_hears_no_long_rule_it_did_not_ask_for_and_no_long_answer_over_again() -> None:
    rule = "Gift wrapping with a handwritten card is free of charge; the parcel then shows no price."
    filler = Line(id="lin_1", sentence=Sentence(text=rule), lang="en", kind="filler")
    short = replace(filler, sentence=Sentence(text="What would you want to know?"))
    again = replace(answer(f"Back to the question before: {rule}", "en"), rest=True)
    assert untimely(filler) and untimely(again)
    assert not untimely(short) and not untimely(answer(rule, "en"))
