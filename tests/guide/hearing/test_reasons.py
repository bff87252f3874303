"""Indirect words: reasons against a quality, a shade that is no red, who freezes, what there is enough of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.guide.hearing.department_store import says

from mercery.core.i18n import Lang
from mercery.guide.hearing.sides import within_sides
from mercery.guide.need import Wish


@pytest.mark.parametrize(
    ("message", "lang", "material"),
    [
        ("leather wears out so fast, a bag please", "en", "leather"),
        ("silk is such a pain to wash, a scarf", "en", "silk"),
        ("wool feels too scratchy, a jumper", "en", "wool"),
        ("my skin doesn't get on with polyester, a coat", "en", "polyester"),
        ("真丝难打理，想要条围巾", "zh", "silk"),
        ("羊毛容易起球，毛衣", "zh", "wool"),
    ],
)
def test_a_reason_against_a_material_refuses_it(message: str, lang: Lang, material: str) -> None:
    talk = says(message, lang)
    assert talk.values("material", unwanted=True) == {material}
    assert not talk.values("material")


@pytest.mark.parametrize(
    ("message", "lang"),
    [("leather that lasts, a bag", "en"), ("a leather bag that doesn't scratch", "en"), ("皮的容易打理，要个包", "zh")],
)
def test_praise_refuses_nothing(message: str, lang: Lang) -> None:
    talk = says(message, lang)
    assert talk.values("material") == {"leather"}
    assert not talk.values("material", unwanted=True)


def test_a_strap_that_breaks_and_one_that_does_not() -> None:
    talk = says("手表，皮表带容易坏，要钢带的", "zh")
    assert talk.values("material", unwanted=True) == {"leather"}
    assert talk.values("material") == {"steel"}


def test_another_stuff_after_a_silk_scarf() -> None:
    talk = says("送妈妈的丝巾", "zh").is_shown("silk").says("丝的难打理，换一种料子")
    assert talk.values("material", unwanted=True) == {"silk"}
    assert talk.values("product", unwanted=True) == {"silk"}


@pytest.mark.parametrize(
    ("message", "lang"), [("a red bag, but burgundy isn't red to me", "en"), ("红色的包，酒红不算红", "zh")]
)
def test_a_shade_that_is_not_what_its_family_is_wanted_for(message: str, lang: Lang) -> None:
    talk = says(message, lang)
    assert talk.one("colour").term == "red"
    assert "burgundy" in talk.values("colour", unwanted=True)


@pytest.mark.parametrize(
    ("message", "lang"),
    [("a present for her, she has more than enough bags", "en"), ("给她买礼物，她包已经很多了", "zh")],
)
def test_what_there_is_enough_of_is_not_wanted(message: str, lang: Lang) -> None:
    talk = says(message, lang)
    assert not talk.values("category")
    assert talk.values("feature", unwanted=True, name="kind") == {"bag"}


def test_any_colour_but_one() -> None:
    talk = says("a bag, any colour but black")
    assert "black" in talk.values("colour", unwanted=True)
    assert not talk.values("colour")


@pytest.mark.parametrize(
    ("message", "lang"), [("I freeze in anything thin, a jumper please", "en"), ("我怕冷，想买件毛衣", "zh")]
)
def test_who_freezes_softly_wants_what_is_warm(message: str, lang: Lang) -> None:
    wish = says(message, lang).one("material")
    assert "wool" in wish.values
    assert wish.firmness == "wish"


@pytest.mark.parametrize(
    ("message", "lang"),
    [
        ("a suitcase, not over 55x40x20 cm", "en"),
        ("登机箱，不超过55×40×20厘米", "zh"),
        ("a case, 55 x 40 x 20 max", "en"),
    ],
)
def test_limits_on_all_sides(message: str, lang: Lang) -> None:
    wish = says(message, lang).one("measure", name="sides")
    assert wish.values == ("200", "400", "550")
    assert wish.term == "most"
    assert not says(message, lang).need.of("price")


def test_two_sides_by_themselves_are_the_size() -> None:
    wish = says("a square scarf, 90 x 90").one("measure", name="sides")
    assert (wish.values, wish.term) == (("900", "900"), "")


@pytest.mark.parametrize(("message", "lang"), [("a scarf at least a metre wide", "en"), ("围巾，宽至少一米", "zh")])
def test_a_metre_is_one(message: str, lang: Lang) -> None:
    assert says(message, lang).one("measure", name="width").low == 1000


@given(st.lists(st.integers(10, 900), min_size=3, max_size=3), st.permutations([0, 1, 2]))
def test_a_piece_of_just_the_limits_is_within_them_however_it_is_turned(sides: list[int], order: list[int]) -> None:
    wish = Wish(kind="measure", name="sides", values=tuple(str(one) for one in sides), term="most")
    own = [Decimal(sides[at]) for at in order]
    assert within_sides(own, wish)
    assert not within_sides([*own[:2], max(own) + 1], wish) or max(own) + 1 <= min(own)
