"""The last look is fail-closed: a sentence with anything its facts do not say never goes out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.claims.building import BAG, NOW, SHOES, euros, fact, grams, pieces, voice

from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.plan import Inform
from mercery.claims.sentence import Line, Sentence, Span
from mercery.claims.values import Dimensions, Flag, MaterialPart, Materials, Statement, Text
from mercery.claims.verify import verify
from mercery.core.i18n import LANGS, Lang, Words

PRICE = fact("price", euros(15900, 20000))
WEIGHT = fact("weight", grams("780"))
SIDES = fact("dimensions", Dimensions((Decimal(34), Decimal(28), Decimal(14)), "cm"))
STOCK = fact("stock", pieces(3, date(2026, 12, 10)))
GONE = fact("stock", pieces(0))
MADE = fact("material", Materials((MaterialPart("main", Words("silk", "真丝"), Decimal(59)),)))
RULE = fact("returns", Statement(Words("Within 30 days for €12.", "30 天内，收费 12 欧元。")), kind="policy")


def refused(line: Line | Sentence, *facts: Fact, lang: Lang = "en", asked: str = "") -> str:
    """Why the sentence is refused; empty when it passes."""
    sentence = line if isinstance(line, Sentence) else line.done()
    return verify(sentence, {one.id: one for one in facts}, voice(lang), abouts=(BAG, SHOES), asked=asked).reason


@given(
    number=st.decimals(min_value=0, max_value=100000, places=2).map(lambda one: one.normalize()),
    before=st.sampled_from(["It costs ", "It weighs ", "Delivery takes ", "售价 ", "还有 ", ""]),
    after=st.sampled_from(["", " euros", " €", "%", " g", " days", " 天", "折", " 元", " pieces", " inches"]),
)
def test_a_number_that_stands_on_nothing_never_goes_out(number: Decimal, before: str, after: str) -> None:
    assert refused(Line().say(f"{before}{number:f}{after}."), PRICE, WEIGHT, STOCK, RULE)


@given(
    wrong=st.integers(0, 10**6), lang=st.sampled_from(LANGS), made=st.sampled_from([PRICE, WEIGHT, SIDES, STOCK, MADE])
)
def test_a_wrong_number_on_a_right_fact_never_goes_out(wrong: int, lang: Lang, made: Fact) -> None:
    act = Inform(about=BAG, attribute=made.attribute, fact_ids=(made.id,))
    sentence = render(act, {made.id: made}, voice(lang))[0]
    for span in sentence.spans:
        for match in re.finditer(r"\d[\d,.]*\d|\d", sentence.text[span.start : span.end]):
            said = match[0].replace(",", "")
            assume(Decimal(said) != wrong and said != str(wrong))
            assume(span.fact_id == made.id and str(wrong) not in {"159", "200", "34", "28", "14"})
            changed = _with(sentence, span.start + match.start(), span.start + match.end(), str(wrong))
            assert refused(changed, made, lang=lang), changed.text


def _with(sentence: Sentence, start: int, end: int, words: str) -> Sentence:
    """The sentence with other words in one place, all spans moved along."""
    shift = len(words) - (end - start)
    spans = tuple(
        Span(
            start=span.start + (shift if span.start >= end else 0),
            end=span.end + (shift if span.end >= end else 0),
            fact_id=span.fact_id,
            how=span.how,
        )
        for span in sentence.spans
    )
    return Sentence(text=sentence.text[:start] + words + sentence.text[end:], spans=spans)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (PRICE, "€59"), (PRICE, "€15.90"), (PRICE, "€1,590"), (PRICE, "€1590"), (PRICE, "$159"), (PRICE, "¥159"), (PRICE, "159%"),
        (PRICE, "£159"), (MADE, "9% silk"), (MADE, "159% silk"), (MADE, "5% silk"), (MADE, "59% cashmere"), (WEIGHT, "78 g"),
        (WEIGHT, "7,800 g"), (WEIGHT, "780 kg"), (WEIGHT, "780 cm"), (SIDES, "34 × 28 × 41 cm"), (SIDES, "34 × 28 × 14 in"),
        (STOCK, "13"), (STOCK, "0"), (STOCK, "0.3"), (STOCK, "12 October"), (STOCK, "10 December 2027"), (RULE, "Within 3 days"), (RULE, "Within 30 weeks"),
        (RULE, "for €12,000"), (RULE, "30 business days"),
    ],
)  # fmt: skip
def test_part_of_a_number_another_unit_or_another_currency_is_another_claim(made: Fact, words: str) -> None:
    assert refused(Line().say("It is ").fact(made, words).say("."), made)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (PRICE, "€159"), (PRICE, "€159.00"), (MADE, "59% silk"), (WEIGHT, "780 g"), (SIDES, "34 × 28 × 14 cm"), (STOCK, "3"),
        (STOCK, "10 December"), (RULE, "Within 30 days for €12"),
    ],
)  # fmt: skip
def test_just_what_the_fact_says_passes(made: Fact, words: str) -> None:
    assert refused(Line().say("It is ").fact(made, words).say("."), made) == ""


def test_an_old_price_is_told_only_as_the_old_one() -> None:
    assert (
        refused(Line().say("It costs ").fact(PRICE, "€159").say(" instead of ").fact(PRICE, "€200").say("."), PRICE)
        == ""
    )
    assert "old price" in refused(Line().say("It costs ").fact(PRICE, "€200").say("."), PRICE)
    assert "old price" in refused(
        Line().say("It costs ").fact(PRICE, "€200").say(" instead of ").fact(PRICE, "€159"), PRICE
    )
    assert "old price" in refused(Line().say("售价 ").fact(PRICE, "€200").say("。"), PRICE, lang="zh")


def test_a_fact_that_is_over_or_has_not_begun_or_was_not_given_is_not_told() -> None:
    over = fact("price", euros(15900), until=NOW)
    coming = fact("price", euros(15900), since=NOW + timedelta(seconds=1))
    assert "not in force" in refused(Line().fact(over, "€159"), over)
    assert "not in force" in refused(Line().fact(coming, "€159"), coming)
    assert "not among the facts" in refused(Line().fact(PRICE, "€159"))
    still = fact("price", euros(15900), until=NOW + timedelta(seconds=1))
    assert refused(Line().say("It costs ").fact(still, "€159").say("."), still) == ""


def test_stock_words_agree_with_the_stock() -> None:
    assert refused(Line().fact(STOCK, "in stock"), STOCK) == "" and refused(Line().fact(GONE, "sold out"), GONE) == ""
    assert refused(Line().fact(GONE, "in stock"), GONE) and refused(Line().fact(STOCK, "sold out"), STOCK)
    assert refused(Line().fact(GONE, "有现货"), GONE, lang="zh") and refused(
        Line().fact(STOCK, "售罄"), STOCK, lang="zh"
    )


def test_a_return_date_that_has_passed_is_no_longer_told() -> None:
    late = fact("stock", pieces(0, date(2026, 11, 1)))
    assert refused(Line().say("Back on ").fact(late, "1 November"), late)


def test_words_of_a_text_are_its_own_and_a_flag_is_not_turned_round() -> None:
    origin = fact("origin", Text(Words("Pontassieve, Italy", "意大利蓬塔西耶韦")))
    assert refused(Line().fact(origin, "Pontassieve, Italy"), origin) == "" and refused(
        Line().fact(origin, "Florence"), origin
    )
    safe, unsafe = (
        fact("dishwasher_safe", Flag(on), label=Words("Dishwasher-safe", "可用洗碗机")) for on in (True, False)
    )
    assert refused(Line().fact(safe, "dishwasher-safe"), safe) == "" and refused(
        Line().fact(safe, "not dishwasher-safe"), safe
    )
    assert refused(Line().fact(unsafe, "不可用洗碗机"), unsafe) == "" and refused(
        Line().fact(unsafe, "可用洗碗机"), unsafe
    )


def test_a_name_with_a_number_is_one_of_this_answers_products() -> None:
    assert refused(Line().name("black, size 38").say(" it is.")) == ""
    assert refused(Line().name("black, size 40").say(" it is."))
    assert refused(Line().name("Model 90").say(" it is."))


def test_only_what_was_asked_is_repeated() -> None:
    assert refused(Line().say("No, not ").asked("€500").say("."), asked="is it under €500?") == ""
    assert refused(Line().say("No, not ").asked("€400").say("."), asked="is it under €500?")


def test_a_comparison_is_borne_out_by_two_values_of_a_kind() -> None:
    dear, cheap = fact("price", euros(2000)), fact("price", euros(1000), about=SHOES)
    right = Line().say("It is cheaper: ").fact(cheap, "€10").say(", the other ").fact(dear, "€20")
    turned = Line().say("It is cheaper: ").fact(dear, "€20").say(", the other ").fact(cheap, "€10")
    mixed = Line().say("It is lighter: ").fact(cheap, "€10").say(", the other ").fact(WEIGHT, "780 g")
    assert refused(right, dear, cheap) == ""
    assert "do not bear" in refused(turned, dear, cheap)
    assert "cannot be compared" in refused(mixed, cheap, WEIGHT)
    assert "two facts" in refused(Line().say("It is cheaper at ").fact(cheap, "€10"), cheap)
    assert "do not bear" in refused(
        Line().say("更贵：").fact(cheap, "€10").say("，").fact(dear, "€20"), dear, cheap, lang="zh"
    )


def test_the_two_ends_of_a_range_of_prices_stand_on_a_fact_each() -> None:
    low, high = fact("price", euros(4666), variant="v1"), fact("price", euros(5484), variant="v2")
    line = Line().say("It costs from ").fact(low, "US$46.66").say(" to ").fact(high, "US$54.84").say(".")
    assert "46.66" in refused(line, low, high)
    line = Line().say("It costs from ").fact(low, "€46.66").say(" to ").fact(high, "€54.84").say(".")
    assert refused(line, low, high) == ""
    line = Line().say("It costs from ").fact(high, "€46.66").say(" to ").fact(low, "€54.84").say(".")
    assert refused(line, low, high)
