"""A part of which all values stand in one clause passes with words that only carry it; another value, part or sign stays in."""

from __future__ import annotations

import pytest
from tests.claims.grammar.judging import (
    CORDA,
    DAWN,
    EVENING,
    LOAFERS,
    MENS,
    PARFUM,
    SCARF,
    SOFT,
    STOLE,
    TAN_TOTE,
    TOTE,
    passes,
)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("A dry soft cloth is all the cleaning it asks of you.", TOTE),
        ("It snaps shut with a magnetic closure.", TOTE),
        ("This stole may quite happily be washed at home, by hand and cold.", STOLE),
        ("Under warranty for a full two years.", TOTE),
        ("拿干软布擦一擦就行。", TOTE),
        ("这丝巾只能送干洗，没别的讲究。", SCARF),
        ("These run small, so do take one size up.", LOAFERS),
    ],
)
def test_a_part_with_words_that_carry_it_passes(text: str, about: str) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("A damp cloth is all the cleaning it asks of you.", TOTE),
        ("Soapy water is all the cleaning it asks of you.", TOTE),
        ("It snaps shut with a zip.", TOTE),
        ("The inside pocket snaps shut with a magnet.", TOTE),
        ("This stole may happily be washed in the machine.", STOLE),
        ("This stole may happily be washed hot.", STOLE),
        ("Under warranty for a full three years.", TOTE),
        ("用湿布擦一擦就行。", TOTE),
        ("这丝巾可以手洗。", SCARF),
        ("无花果叶、海盐、雪松四样。", PARFUM),
        ("无花果叶、海盐、玫瑰三样。", PARFUM),
        ("These run small, so do take one size down.", LOAFERS),
        ("Have it serviced every five years.", DAWN),
        ("Keep it away from perfume.", EVENING),
        ("Steel protection throughout.", DAWN),
        ("Go one size up in these.", MENS),
        ("13寸的本子搁得进去。", SOFT),
        ("可以让它淋雨。", TOTE),
    ],
)
def test_another_value_or_part_stays_in(text: str, about: str) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("别让它受雨。", TOTE),
        ("Don't leave it out in the rain.", TOTE),
        ("13寸的本子放不进去。", SOFT),
        ("Never get it near water.", EVENING),
    ],
)
def test_what_is_denied_is_to_be_kept_away(text: str, about: str) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Out right now, back on Thursday, 10 December.", TAN_TOTE),
        ("The black one is in, four of them.", TOTE),
        ("两个码同价。", CORDA),
        ("Hand-wound, 30 m, 5-year warranty.", DAWN),
    ],
)
def test_slots_told_alone_pass(text: str, about: str) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Out right now.", TOTE),
        ("Out right now, gone on Thursday, 10 December.", TAN_TOTE),
        ("Sold out, gone on Thursday, 10 December.", TAN_TOTE),
        ("The black one is in, five of them.", TOTE),
        ("三个码同价。", CORDA),
        ("两瓶同价。", PARFUM),
        ("Hand-wound, 50 m, 5-year warranty.", DAWN),
        ("640 g.", TOTE),
    ],
)
def test_slots_told_wrongly_stay_in(text: str, about: str) -> None:
    assert not passes(text, about)
