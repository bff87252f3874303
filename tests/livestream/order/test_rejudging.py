"""A line is spoken only while each of its facts says what it said when the line was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.livestream.order.shop import NOW, demo, piece, priced, shelf_of, with_stock

from mercery.catalog.product import Product
from mercery.claims.sentence import Sentence
from mercery.claims.values import Price, Quantity, Stock
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.livestream.line import Line
from mercery.livestream.order.rejudging import still_true
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.order.speaking import lines_for
from mercery.studio.standing import key_of

TONIGHT = NOW.replace(hour=20, minute=45)
BAG = priced(with_stock(demo("saddle-bag"), 2, 9), 1280, was=1480, until=TONIGHT)


def lines(product: Product, lang: Lang = "en", number: int = 0) -> tuple[Line, ...]:
    return lines_for(piece(product), shelf_of([product]), number, lang)


LANGS: tuple[Lang, ...] = ("en", "zh")


@cache
def all_lines(lang: Lang) -> list[Line]:
    return [line for number in range(3) for line in lines(BAG, lang, number)]


def test_what_was_just_made_holds() -> None:
    for lang in LANGS:
        assert all(still_true(line, shelf_of([BAG])) for line in all_lines(lang))


def test_a_newer_version_that_says_the_same_still_bears_a_line() -> None:
    sold = replace(BAG, variants=tuple(replace(one, version=7) for one in BAG.variants), version=9)
    assert all(still_true(line, shelf_of([sold])) for line in all_lines("en"))


def test_a_price_that_ends_is_not_told_after_its_end() -> None:
    told = [line for line in all_lines("en") if "€1,280" in line.text]
    told += [line for line in all_lines("en") if "€1,480" in line.text or "a quarter to nine tonight" in line.text]
    assert all(any(words in line.text for line in told) for words in ("€1,280", "€1,480", "nine tonight"))
    shelf = shelf_of([BAG])
    assert all(still_true(line, shelf, TONIGHT - timedelta(seconds=1)) for line in told)
    assert not any(still_true(line, shelf, TONIGHT) for line in told)


def test_tonight_is_another_day_tomorrow() -> None:
    midnight = NOW.replace(hour=0) + timedelta(days=1)
    bag = priced(demo("saddle-bag"), 1280, was=1480, until=midnight)
    told = next(line for line in lines(bag) if "until midnight tonight" in line.text.lower())
    assert "Saddle Bag" in told.text or "€1,280" in told.text
    assert not still_true(told, shelf_of([bag]), midnight)


def test_a_price_of_one_variant_speaks_of_all_of_them() -> None:
    told = next(line for line in all_lines("en") if "€1,280" in line.text)
    last = BAG.variants[-1]
    row = replace(last.prices[0], amount=Money(129_000, "EUR"))
    other = replace(BAG, variants=(*BAG.variants[:-1], replace(last, prices=(row,), version=8)))
    assert not still_true(told, shelf_of([other]))
    more = replace(BAG, variants=(*BAG.variants, replace(last, id="var_new", sku="NEW")))
    assert not still_true(told, shelf_of([more]))


def test_a_count_holds_to_the_piece_and_words_about_stock_as_long_as_any_is_there() -> None:
    counted = next(line for line in all_lines("en") if "left" in line.text)
    assert "wo " in counted.text.lower()
    assert not still_true(counted, shelf_of([with_stock(BAG, 1, 9)]))
    assert still_true(counted, shelf_of([with_stock(BAG, 2, 9)]))


def test_another_name_and_a_product_that_is_gone_end_what_was_said_of_it() -> None:
    named = next(line for line in all_lines("en") if "Saddle Bag" in line.text)
    assert not still_true(named, shelf_of([replace(BAG, title=Words("Rider Bag", "骑士包"))]))
    assert not still_true(named, shelf_of([]))


def test_an_answer_without_grounds_is_held_to_the_very_facts_it_names() -> None:
    shelf = shelf_of([BAG])
    price = shelf.offers(BAG.id)[0]
    told = next(line for line in all_lines("en") if "€1,280" in line.text)
    answer = replace(told, kind="answer", grounds=(), sentence=replace(told.sentence))
    assert price.id in answer.sentence.fact_ids
    assert still_true(answer, shelf)
    assert not still_true(answer, shelf_of([priced(BAG, 1290)]))


def test_words_that_say_nothing_always_hold() -> None:
    line = Line(id="lln_1", sentence=Sentence(text="Now it is your turn."), lang="en", kind="filler")
    assert still_true(line, shelf_of([]))


@st.composite
def later_bags(draw: st.DrawFn) -> tuple[Product, timedelta]:
    """What may happen to the bag between making a line and speaking it, and how much later that is."""
    bag = BAG
    if draw(st.booleans()):
        euros = draw(st.sampled_from([1180, 1280, 1480]))
        was = draw(st.sampled_from([None, 1480, 1600]))
        until = draw(st.sampled_from([None, TONIGHT, TONIGHT + timedelta(days=3)]))
        bag = priced(bag, euros, was=was if was and was > euros else None, until=until)
    if draw(st.booleans()):
        bag = with_stock(bag, *draw(st.lists(st.integers(0, 9), min_size=1, max_size=2)))
    if draw(st.booleans()):
        heavier = Quantity(Decimal(draw(st.sampled_from([780, 800]))), "g")
        made = [replace(one, value=heavier) if one.name == "weight" else one for one in bag.attributes]
        bag = replace(bag, attributes=tuple(made), version=bag.version + 1)
    return bag, timedelta(minutes=draw(st.sampled_from([0, 1, 164, 166, 361, 3000])))


def says_otherwise(line: Line, made: Shelf, later: Shelf) -> bool:
    """Worked out anew, without digests: whether any fact the line stands on says something else by now, or is over."""
    for fact_id in line.sentence.fact_ids:
        was = made.by_id[fact_id]
        now = later.by_key.get(key_of(fact_id))
        if now is None or not now.holds_at(later.now):
            return True
        if isinstance(was.value, Stock) and isinstance(now.value, Stock):
            if was.value.available != now.value.available or (
                any(word in line.text for word in ("left", "剩", "还有")) and was.value.quantity != now.value.quantity
            ):
                return True
        elif was.value != now.value:
            return True
        if (
            isinstance(was.value, Price)
            and was.valid_to != now.valid_to
            and any(word in line.text for word in ("until", "Until", "到"))
        ):
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(later=later_bags(), lang=st.sampled_from(LANGS))
def test_no_line_is_let_through_whose_facts_no_longer_hold(later: tuple[Product, timedelta], lang: Lang) -> None:
    bag, after = later
    made, then = shelf_of([BAG]), shelf_of([bag], now=NOW + after)
    for line in all_lines(lang):
        if still_true(line, then):
            assert not says_otherwise(line, made, then)
            assert line.holds_until is None or line.holds_until > then.now


@pytest.mark.parametrize("lang", LANGS)
def test_a_persons_words_depend_on_everything_the_piece_is_known_by(lang: Lang) -> None:
    words = "It is lined with goatskin suede." if lang == "en" else "里衬是山羊绒面革。"
    own = lines_for(piece(BAG, own=(words,), only_own=True), shelf_of([BAG]), 0, lang)
    assert [line.text for line in own] == [words]
    dearer = priced(BAG, 1290, was=1480, until=TONIGHT)
    assert still_true(own[0], shelf_of([BAG]))
    assert not still_true(own[0], shelf_of([dearer]))
