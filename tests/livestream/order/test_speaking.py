"""What the host says: each line holds and is short enough to be said, no round is like the one before."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.livestream.order.shop import KEYS, NOW, demo, piece, priced, shelf_of, with_stock

from mercery.claims.advertising_law import breach
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang, Words
from mercery.livestream.line import Line
from mercery.livestream.order.ends_aloud import end_aloud
from mercery.livestream.order.goes_with import goes_with
from mercery.livestream.order.memory import Memory
from mercery.livestream.order.speaking import back_line, lines_for, pace_of
from mercery.livestream.order.spoken_length import MOST_OWN_S, MOST_S, seconds_of
from mercery.livestream.order.telling_piece import SHORT
from mercery.livestream.show import Item
from mercery.studio.checking import judge, verified
from mercery.studio.writing.composing import longest_of
from mercery.studio.writing.variety import units

LANGS: tuple[Lang, ...] = ("en", "zh")
SHELF = shelf_of([demo(key) for key in KEYS])
WELCOME = Item(id="lit_w", place=0, kind="welcome")


def of_fact(line: Line) -> str:
    """The product its first fact is of, where it is a product's."""
    facts = [SHELF.by_id[one] for one in line.sentence.fact_ids]
    return next((one.subject.parent_id or one.subject.id for one in facts if one.subject.kind != "policy"), "")


@pytest.mark.parametrize("lang", LANGS)
def test_every_line_passes_the_studios_check_again(lang: Lang) -> None:
    for key in KEYS:
        product = demo(key)
        materials = SHELF.piece(product.id)
        assert materials is not None
        lines = lines_for(piece(product), SHELF, 1, lang)
        assert len(lines) >= 6
        for line in lines:
            # An end in words, and a price by choices, are told by frames: they pass the same last check as answers do.
            told_of = of_fact(line) or product.id
            facts = SHELF.piece(told_of)
            assert facts is not None
            held = judge(line.sentence, facts, writer="code", about=told_of, lang=lang).holds
            assert held or (line.gesture == "card" and verified(line.sentence, materials, lang)), line.text
            assert breach(line.text, materials.laws, names=[product.title.en, product.title.zh]) is None


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_is_comes_first_and_the_card_is_pointed_at_when_the_price_is_told(lang: Lang) -> None:
    lines = lines_for(piece(demo("saddle-bag")), SHELF, 0, lang)
    assert demo("saddle-bag").title.text(lang) in lines[0].text and lines[0].gesture == "card"
    price = next(line for line in lines if "€1,480" in line.text)
    assert price.gesture == "card" and price.sentence.fact_ids
    assert all(line.product_id == demo("saddle-bag").id for line in lines)


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_long_comes_again_within_three_rounds_and_breaths_are_short(lang: Lang) -> None:
    product, memory = demo("saddle-bag"), Memory()
    rounds: list[set[str]] = []
    for number in range(4):
        memory.begin(product.id)
        said: list[str] = []
        for again in (False, True):
            lines = lines_for(
                piece(product), SHELF, 2 * number + again, lang, again=again, lately=memory.lately(product.id)
            )
            memory.add(lines)
            said += [line.text for line in lines]
        before = set().union(*rounds[-3:]) if rounds else set()
        long = [text for text in said if len(units(text, lang)) > SHORT[lang]]
        assert not before & set(long)
        assert len(said) >= 8
        assert all(longest_of(text, lang) <= (24 if lang == "en" else 40) for text in said)
        rounds.append(set(said))


def test_the_same_question_gives_the_same_words_and_another_number_others() -> None:
    def texts(number: int) -> list[str]:
        return [line.text for line in lines_for(piece(demo("saddle-bag")), SHELF, number, "en")]

    assert texts(4) == texts(4)
    assert texts(4) != texts(5)


@pytest.mark.parametrize("lang", LANGS)
def test_a_welcome_names_the_shop_and_says_that_a_machine_speaks(lang: Lang) -> None:
    lines = lines_for(WELCOME, SHELF, 0, lang)
    assert any("Maison Aurelle" in line.text for line in lines)
    notice = next(line for line in lines if line.kind == "notice")
    assert "AI" in notice.text
    back = back_line(SHELF, lang, 3)
    assert back is not None and "AI" in back.text and back.kind == "notice"


def test_a_show_without_goods_still_says_who_speaks() -> None:
    lines = lines_for(WELCOME, shelf_of([]), 0, "en")
    assert [line.kind for line in lines][:2] == ["welcome", "welcome"] and lines[-1].kind == "notice"


def test_a_piece_that_is_sold_out_or_gone_is_not_presented() -> None:
    gone = with_stock(demo("saddle-bag"), 0)
    assert lines_for(piece(gone), shelf_of([gone]), 0, "en") == ()
    assert lines_for(piece(gone), shelf_of([]), 0, "en") == ()


def test_few_who_watch_hear_more_of_the_piece_and_many_more_of_its_price() -> None:
    assert (pace_of(2), pace_of(12), pace_of(90), pace_of(None)) == ("quiet", "usual", "busy", "usual")
    bag = demo("saddle-bag")
    quiet = lines_for(piece(bag), SHELF, 1, "en", pace="quiet")
    busy = lines_for(piece(bag), SHELF, 1, "en", pace="busy")
    assert sum("€1,480" in line.text for line in busy) == 3 > sum("€1,480" in line.text for line in quiet)
    assert any(line.gesture == "listen" for line in quiet)
    assert quiet[0].pause_ms > busy[0].pause_ms


def test_only_own_words_are_said_where_a_person_wants_it_and_only_those_that_hold() -> None:
    own = ("The lining is goatskin suede.", "It is the best bag in the world.", "It weighs 500 g.")
    lines = lines_for(piece(demo("saddle-bag"), own=own, only_own=True), SHELF, 0, "en")
    assert [line.text for line in lines] == ["The lining is goatskin suede."]


@pytest.mark.parametrize(
    ("hour", "minute", "en", "zh"),
    [
        (20, 45, "a quarter to nine tonight", "今晚八点三刻"),
        (19, 0, "seven o'clock tonight", "今晚七点"),
        (18, 30, "half past six tonight", "今晚六点半"),
        (22, 10, "ten past ten tonight", "今晚 22:10"),
        (23, 43, "23:43 tonight", "今晚 23:43"),
    ],
)
def test_until_when_a_price_holds_is_told_as_one_says_it(hour: int, minute: int, en: str, zh: str) -> None:
    end = NOW.replace(hour=hour, minute=minute)
    for lang, words in (("en", en), ("zh", zh)):
        told = end_aloud(end, Voice(lang=lang, now=NOW, timezone="Europe/Paris"))  # type: ignore[arg-type]
        assert (told.words, told.right_until) == (words, end)


@settings(max_examples=12, deadline=None)
@given(
    key=st.sampled_from(KEYS), lang=st.sampled_from(LANGS), number=st.integers(0, 9), again=st.booleans(),
    euros=st.integers(15, 2990), days=st.sampled_from([None, 0, 1, 18]),
)  # fmt: skip
def test_lines_are_short_so_that_an_answer_does_not_wait_and_the_price_is_told_in_several(
    key: str, lang: Lang, number: int, again: bool, euros: int, days: int | None
) -> None:
    until = None if days is None else NOW.replace(hour=0) + timedelta(days=days + 1)
    product = priced(demo(key), euros, was=euros + 200, until=until)
    lines = lines_for(piece(product), shelf_of([product]), number, lang, again=again)
    prices = [line for line in lines if line.gesture == "card" and line.sentence.fact_ids and "€" in line.text]
    assert prices and any(f"€{euros + 200:,}" in line.text for line in prices)
    assert all(line.holds_until == until for line in prices)
    assert max(seconds_of(line.text, lang) for line in prices) <= MOST_S
    lasting = sorted(seconds_of(line.text, lang) for line in lines)
    assert lasting[-1] <= MOST_OWN_S + 1.2 and lasting[len(lasting) // 2] <= 3.4


def test_names_are_said_as_the_shop_writes_them() -> None:
    assert demo("vetiver-cologne").title == Words("Vétiver Cologne", "香根草古龙水")
    assert any("Vétiver Cologne" in line.text for line in lines_for(piece(demo("vetiver-cologne")), SHELF, 0, "en"))


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "The Alba Stole comes in bordeaux too."), ("zh", "Alba 羊绒披肩也有波尔多红。")]
)
def test_what_goes_with_a_piece_is_told_by_a_colour_both_have(lang: Lang, words: str) -> None:
    rng = Random(3)
    told = [one.text for one in goes_with(SHELF, demo("saddle-bag"), lang, rng)]
    assert words in told
    gone = shelf_of([demo("saddle-bag"), with_stock(demo("stole-cashmere"), 0)])
    assert list(goes_with(gone, demo("saddle-bag"), lang, rng)) == []
