"""Parts told by slots alone: numbers of pieces, that they are gone, when they come, what they cost; another value stays in."""

from __future__ import annotations

import pytest
from tests.claims.grammar import rules_of_a_house
from tests.claims.grammar.judging import (
    CORDA,
    DAWN,
    LOAFERS,
    MENS,
    PARFUM,
    SHOPPER,
    SOFT,
    STOLE,
    TAN_TOTE,
    TOTE,
    WEEKENDER,
    passes,
)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black is with us now, four pieces.", TOTE),
        ("Eight pairs in 37, and they're 45 euros off.", CORDA),
        ("Two black ones left at 560, down from 700.", WEEKENDER),
        ("The tan lands in eighteen days, on 10 December.", TAN_TOTE),
        ("The 50 ml bottle goes for 98 euros, and the 100 ml for 145.", PARFUM),
        ("The 41s are all gone and nobody's given me a date.", MENS),
        ("黑色手头还有四只，棕褐色要等到十二月十号。", TOTE),
        ("象牙白就一只了。", SOFT),
        ("黑色就俩了。", SOFT),
        ("便宜了一百四十欧，七百变五百六。", WEEKENDER),
        ("大瓶一百四十五欧一瓶，还有七瓶。", PARFUM),
        ("灰的有四条，三百一十欧一条。", STOLE),
    ],
)
def test_what_slots_tell_rightly_passes(text: str, about: str) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Black is with us now, five pieces.", TOTE),
        ("Black is with us now, four pieces coming.", TOTE),
        ("Tan is with us now, four pieces.", TOTE),
        ("Eight pairs in 38, and they're 45 euros off.", CORDA),
        ("Eight pairs in 37, and they're 105 euros off.", CORDA),
        ("Two black ones left at 700, down from 560.", WEEKENDER),
        ("Two black ones left, 560 in all.", WEEKENDER),
        ("Two pairs left in black.", WEEKENDER),
        ("Two left at 560 a pair.", WEEKENDER),
        ("The tan lands in twenty days, on 10 December.", TAN_TOTE),
        ("The tan is due to be gone on 10 December.", TAN_TOTE),
        ("The tan lands before 10 December.", TAN_TOTE),
        ("The 50 ml bottle goes for 145 euros, and the 100 ml for 98.", PARFUM),
        ("The 42s are all gone and nobody's given me a date.", MENS),
        ("The tan is gone and nobody's given me a date.", TAN_TOTE),
        ("黑色手头还有两只，棕褐色要等到十二月十号。", TOTE),
        ("棕褐色手头还有四只，黑色要等到十二月十号。", TOTE),
        ("棕褐色要等到十二月十号才会断货。", TAN_TOTE),
        ("黑色两只一共五百六十欧。", WEEKENDER),
        ("有两只，一共五百六十欧。", WEEKENDER.replace("olive", "black")),
        ("便宜了五百六十欧，七百变一百四。", WEEKENDER),
        ("大瓶九十八欧一瓶，还有七瓶。", PARFUM),
        ("六条灰的，三百一十欧一条。", STOLE),
    ],
)
def test_another_value_stays_in(text: str, about: str) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    ("text", "about", "true"),
    [
        ("Burgundy only comes in 37.", LOAFERS, True),
        ("Black only comes in 37.", LOAFERS, False),
        ("酒红只有37码。", LOAFERS, True),
        ("酒红只有38码。", LOAFERS, False),
        ("Normally a 36? Then the 37 is yours.", LOAFERS, True),
        ("Normally a 36? Then the 38 is yours.", LOAFERS, False),
        ("Normally a 41? Then the 42 is yours.", MENS, False),
        ("平时穿36的话拿37就行。", LOAFERS, True),
        ("平时穿37的话拿36就行。", LOAFERS, False),
        ("Grab your usual.", LOAFERS, False),
    ],
)
def test_sizes(text: str, about: str, true: bool) -> None:
    assert passes(text, about) is true


@pytest.mark.parametrize(
    ("text", "about", "true"),
    [
        ("Not in tan today; that colour returns on the tenth of December.", TAN_TOTE, True),
        ("Not in black today; that colour returns on the tenth of December.", TOTE, False),
        ("Five olive ones left at 560, down from 700.", WEEKENDER, True),
        ("Five olive ones left at 700, down from 560.", WEEKENDER, False),
        ("Six black pairs in 42.", MENS, True),
        ("Five black pairs in 42.", MENS, False),
        ("黑色六双，四十二码。", MENS, False),
        ("Ooh, that one's got two pockets inside and shuts with a magnet.", TOTE, True),
        ("Ooh, that one's got two pockets inside and shuts with a zip.", TOTE, False),
        ("Ooh, that one's got three pockets inside and shuts with a magnet.", TOTE, False),
        ("A 13-inch laptop is too big for it.", SOFT, True),
        ("A 13-inch laptop is too big for it.", TOTE, False),
        ("十三寸的电脑装不进去。", SOFT, True),
        ("十三寸的电脑装不进去。", TOTE, False),
        ("Don't leave it near a heater.", TOTE, True),
        ("Leave it near a heater.", TOTE, False),
        ("Wind it up fully and it'll run for 42 hours.", DAWN, True),
        ("Wind it up fully and it'll run for 60 hours.", DAWN, False),
        ("It's good for two or three nights away.", WEEKENDER, True),
        ("It's good for three or four nights away.", WEEKENDER, False),
        ("出门住两三晚刚好。", WEEKENDER, True),
        ("出门住四五晚刚好。", WEEKENDER, False),
        ("We can pop a navy one in the post today.", SHOPPER, True),
        ("We can pop a tan one in the post today.", TAN_TOTE, False),
    ],
)
def test_spoken_over_the_counter(text: str, about: str, true: bool) -> None:
    assert passes(text, about) is true


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("Parcels to London take six to nine business days, and the duties are paid by the recipient.", True),
        ("Parcels to London take six to nine business days, and the duties are included.", False),
        ("Parcels to Berlin take one to two business days, and the duties are paid by the recipient.", False),
        ("A return by post costs EUR 5 in Germany, if the item is faulty.", False),
        ("寄英国六到九个工作日，税得自己掏。", True),
        ("寄英国六到九个工作日，税我们来掏。", False),
        ("两百到三千欧的单子能分四期，一分手续费没有；想分八期也成，加收订单总额的百分之三。", True),
        ("两百到三千欧的单子能分八期，一分手续费没有。", False),
        ("两百到三千欧的单子能分四期，加收订单总额的百分之三。", False),
        ("Every code is gone but LINDEN15, which works on full-price bags till the 4th.", False),
    ],
)
def test_rules_told_in_parts(text: str, true: bool) -> None:
    assert rules_of_a_house.passes(text) is true


@pytest.mark.parametrize(
    ("text", "true"), [("满一百二，标准配送收运费。", False), ("满一百二，标准配送不收运费。", True)]
)
def test_a_charge_is_told_with_its_sum(text: str, true: bool) -> None:
    assert rules_of_a_house.passes(text, TOTE) is true


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("A return by post is 5 euros in Germany, and in a boutique it's free.", True),
        ("A return by post is 5 euros in Germany, and in a boutique it's 4.", False),
        ("Returns in a boutique are free, and by post too.", False),
        ("Express delivery in Germany costs 14 euros, and over 120 it's free.", False),
        ("两百到三千欧的单子能分四期，手续费百分之三。", False),
        ("寄英国六到九个工作日，税费由我们付。", False),
        ("寄英国六到九个工作日，税费由收件人付。", True),
        ("Sale items may be returned within 10 days of delivery, and full-price ones within 10 days.", False),
    ],
)
def test_what_a_part_takes_from_the_one_before(text: str, true: bool) -> None:
    assert rules_of_a_house.passes(text) is true
