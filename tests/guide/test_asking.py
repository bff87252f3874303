"""The question worth asking: what it tells in bits, and when none is asked."""

from __future__ import annotations

from math import log2

from hypothesis import given
from hypothesis import strategies as st
from tests.guide.goods import IN_EUROS, category, need, piece, up_to, variant

from mercery.guide.advising import fits_of
from mercery.guide.asking import ENOUGH, askable, expected_gain, question
from mercery.guide.considered import Considered
from mercery.guide.fitting import Fit
from mercery.guide.need import Need, Wish


def left(pieces: list[Considered], wanted: Need) -> list[Fit]:
    return [one for one in fits_of(pieces, wanted, IN_EUROS) if not one.missed]


def a_shop() -> list[Considered]:
    """Eight pieces of four categories that all cost the same."""
    categories = ("Bags", "Shoes", "Scarves", "Watches")
    return [
        piece(f"{name}{at}", variant(f"{name}{at}"), category=name, brand="One")
        for name in categories
        for at in range(2)
    ]


def test_a_question_that_divides_evenly_tells_its_logarithm() -> None:
    assert expected_gain(8, [{"a", "b"}, {"c", "d"}, {"e", "f"}, {"g", "h"}]) == log2(4)


def test_an_answer_that_leaves_everything_tells_nothing() -> None:
    assert expected_gain(3, [{"a", "b", "c"}]) == 0


def test_pieces_without_the_attribute_make_a_question_worth_less() -> None:
    assert expected_gain(8, [{"a"}, {"b"}]) < expected_gain(2, [{"a"}, {"b"}]) * 3
    assert expected_gain(8, [{"a"}, {"b"}]) == 2 * (1 / 8) * log2(8)


@given(st.lists(st.sets(st.integers(0, 9).map(str), min_size=1), max_size=8), st.integers(10, 40))
def test_what_a_question_tells_is_never_negative_nor_more_than_there_is_to_know(
    answers: list[set[str]], total: int
) -> None:
    assert 0 <= expected_gain(total, answers) <= log2(total) + 1e-9


def test_the_category_is_asked_first_with_what_each_choice_leaves() -> None:
    wanted = need()
    asked = question(left(a_shop(), wanted), wanted, currency="EUR")
    assert asked is not None
    assert asked.kind == "category"
    assert {(choice.words.en, choice.count) for choice in asked.choices} == {
        ("Bags", 2),
        ("Shoes", 2),
        ("Scarves", 2),
        ("Watches", 2),
    }
    assert asked.choices[0].wish.kind == "category"


def test_an_answer_leaves_as_many_as_was_said() -> None:
    pieces, wanted = a_shop(), need()
    asked = question(left(pieces, wanted), wanted, currency="EUR")
    assert asked is not None
    for choice in asked.choices:
        assert len(left(pieces, need(choice.wish))) == choice.count


def test_what_was_said_asked_or_refused_is_not_asked() -> None:
    pieces = [
        piece(f"b{at}", variant(f"b{at}", colour=colour, price=10_000 * (at + 1)), brand="One")
        for at, colour in enumerate(("black", "red", "green", "navy", "tan", "sand"))
    ]
    wanted = need(category("bags"))
    found = left(pieces, wanted)
    first = question(found, wanted, currency="EUR")
    assert first is not None
    second = question(found, wanted, currency="EUR", asked=[first.kind])
    assert second is not None
    assert second.kind != first.kind
    assert question(found, wanted, currency="EUR", refused=["price", "colour", "kind", "brand"]) is None
    limited = need(category("bags"), up_to(1_000_000))
    assert all(one.kind != "price" for one in askable(left(pieces, limited), limited, currency="EUR"))


def test_few_pieces_are_looked_at_rather_than_asked_about() -> None:
    pieces = a_shop()[:ENOUGH]
    assert question(left(pieces, need()), need(), currency="EUR") is None


def test_pieces_that_are_alike_in_everything_are_not_asked_about() -> None:
    pieces = [piece(f"s{at}", variant(f"s{at}"), category="Scarves", brand="One") for at in range(9)]
    wanted = need(category("scarves"))
    assert question(left(pieces, wanted), wanted, currency="EUR") is None


def test_sizes_are_asked_for_only_where_they_mean_the_same() -> None:
    shoes = [
        piece(f"s{at}", *(variant(f"s{at}{size}", size=str(size)) for size in (36 + at, 41)), category="Shoes")
        for at in range(5)
    ]
    rings = [piece(f"r{at}", variant(f"r{at}", size=str(50 + at)), category="Rings") for at in range(6)]
    mixed = left([*shoes, *rings], need())
    assert all(one.kind != "size" for one in askable(mixed, need(), currency="EUR"))
    wanted = need(category("shoes"))
    asked = question(left(shoes, wanted), wanted, currency="EUR")
    assert asked is not None
    assert asked.kind == "size"
    assert [choice.words.en for choice in asked.choices] == ["36", "37", "38", "39", "40", "41"]


def test_bands_of_price_are_round_and_hold_every_piece() -> None:
    pieces = [piece(f"b{at}", variant(f"b{at}", price=price * 100), brand="One") for at, price in enumerate((85, 140, 260, 390, 560, 1250))]  # fmt: skip
    wanted = need(category("bags"), Wish(kind="colour", values=("black",), unwanted=True))
    (price,) = [one for one in askable(left(pieces, wanted), wanted, currency="EUR") if one.kind == "price"]
    assert sum(len(answer.products) for answer in price.answers) == 6
    assert price.answers[0].words.en.startswith("Up to €")


def test_a_material_is_asked_for_in_its_widest_word_and_an_answer_leaves_its_kinds() -> None:
    made = ("lambskin", "suede", "calf leather", "merino wool", "lambswool", "silk twill")
    pieces = [piece(f"g{at}", material=one, category="Gloves", brand="One") for at, one in enumerate(made)]
    wanted = need(category("gloves"))
    asked = question(left(pieces, wanted), wanted, currency="EUR")
    assert asked is not None
    assert asked.kind == "material"
    assert [(choice.words.en, choice.count) for choice in asked.choices] == [("Leather", 3), ("Wool", 2), ("Silk", 1)]
    for choice in asked.choices:
        assert len(left(pieces, need(category("gloves"), choice.wish))) == choice.count


def test_what_shoppers_choose_by_is_asked_for_though_it_stands_in_free_words() -> None:
    kinds = ("automatic", "automatic", "quartz", "quartz", "hand-wound", "quartz")
    pieces = [piece(f"w{at}", movement=one, category="Watches", brand="One") for at, one in enumerate(kinds)]
    wanted = need(category("watches"))
    asked = question(left(pieces, wanted), wanted, currency="EUR")
    assert asked is not None
    assert asked.kind == "movement"
    assert {choice.count for choice in asked.choices} == {3, 2, 1}
    for choice in asked.choices:
        assert len(left(pieces, need(category("watches"), choice.wish))) == choice.count
