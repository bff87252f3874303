"""English and Chinese for one thing of a shop, said otherwise: what is so passes, and each turn of it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.grammar.judging import (
    CORDA,
    DAWN,
    DEEP,
    LOAFERS,
    SCARF,
    SOFT,
    STOLE,
    TAN_TOTE,
    TOTE,
    WEEKENDER,
    passes,
)
from tests.claims.grammar.rules_of_a_house import passes as passes_in_the_house

from mercery.claims.grammar.plainer import plainer
from mercery.claims.numerals import spoken_as_figures


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The tan is away till the 10th of December.", TOTE),
        ("The tan isn't due until the 10th of December.", TOTE),
        ("They run small, so if you're usually a 36, I'd go for the 37.", LOAFERS),
        ("Was 700, now 560, so that's 140 euros staying in your pocket.", WEEKENDER),
        ("Lambskin, lined in suede.", SOFT),
        ("It costs twelve hundred and fifty euros.", TOTE),
        ("Dry clean only, so keep it well away from your washing machine.", SCARF),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The tan is away till the 12th of December.", TOTE),
        ("The black is away till the 10th of December.", TOTE),
        ("They run small, so if you're usually a 36, I'd go for the 38.", LOAFERS),
        ("They run small, so if you're usually a 37, I'd go for the 36.", LOAFERS),
        ("They run small, so if you're usually a 36, I wouldn't go for the 37.", LOAFERS),
        ("Was 700, now 560, so that's 150 euros staying in your pocket.", WEEKENDER),
        ("Calfskin, lined in suede.", SOFT),
        ("Lambskin, lined in cotton.", SOFT),
        ("It costs twelve hundred and sixty euros.", TOTE),
        ("It costs two hundred and fifty euros.", TOTE),
        ("Hand wash cold, so keep it well away from the rain.", STOLE),
        ("It's not our last black pair.", DEEP),
        ("That's not the last one in black.", DEEP),
        ("Despite the name there's no leather in it.", TOTE),
        ("深海200蓝色2月1号不到。", DEEP),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("Once opened, candles cannot be returned.", True),
        ("Opened candles cannot be returned.", True),
        ("Anything under €120 carries a standard delivery charge of €7.90.", True),
        ("Anything under €120 carries a standard delivery charge of €6.90.", False),
        ("Anything over €120 carries a standard delivery charge of €7.90.", False),
        ("Anything under €130 carries a standard delivery charge of €7.90.", False),
        ("An €800 order splits into four monthly payments of €200, with no fee.", True),
        ("An €810 order splits into four monthly payments of roughly €203, with no fee.", True),
        ("An €810 order splits into four monthly payments of €203, with no fee.", False),
        ("An €800 order splits into four monthly payments of €300, with no fee.", False),
        ("Four monthly payments of €1,000, with no fee.", False),
        ("蜡烛您要是拆开了，就不能退了。", True),
        ("Once opened, bags cannot be returned.", False),
        ("Once opened, candles can be returned.", False),
        ("Unopened candles cannot be returned.", False),
        ("Candles cannot be returned.", False),
        ("Sale items may be returned within 10 days of dispatch.", False),
        ("折扣商品签收前10天内可以退。", False),
        ("Gift wrapping includes a handwritten card, which costs extra.", False),
        ("A return by post costs EUR 5 in Germany, if the item is faulty.", False),
        ("A return by post costs EUR 5 in Germany, unless it is faulty.", True),
        ("送到店里退货要钱。", False),
        ("Gift wrapping costs four euros; for bags it is free.", False),
    ],
)
def test_rules_of_the_house(text: str, true: bool) -> None:
    assert passes_in_the_house(text) is true


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("the black one is gone till the 1st of february.", "the black one is sold out, and comes back on the 1st of february."),
        ("it is sold out till mid-january, the 15th to be exact.", "it is sold out, and comes back on 15 january."),
        ("it is sold out till mid-january, the 25th to be exact.", "it is sold out till mid-january, the 25th."),
        ("if you are a 37, go for the 38.", "take one size up."),
        ("if you are a 37, do not go for the 38.", "if you are a 37, do not go for the 38."),
        ("once per customer.", "once per customer."),
        ("winter10 will not work on it.", "winter10 does not apply to it."),
        ("表壳是精钢镀玫瑰金。", "镀玫瑰金精钢表壳。"),
        ("中文客服周日也在。", "中文客服每天都在。"),
        ("中文客服周日不在。", "中文客服周日不在。"),
        ("没有雪松，换成佛手柑了。", "以佛手柑代替雪松。"),
    ],
)  # fmt: skip
def test_it_is_put_in_the_words_that_are_read(text: str, plain: str) -> None:
    assert plainer(text) == plain


_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety"}


@given(
    thousands=st.integers(0, 9), hundreds=st.integers(1, 9), tens=st.integers(2, 9), ones=st.integers(0, 9), joint=st.booleans()
)  # fmt: skip
def test_a_spoken_number_is_its_figure(thousands: int, hundreds: int, tens: int, ones: int, joint: bool) -> None:
    small = _TENS[tens] + (f"-{_ONES[ones - 1]}" if ones else "")
    said = f"{_ONES[hundreds - 1]} hundred {'and ' if joint else ''}{small}"
    said = f"{_ONES[thousands - 1]} thousand {said}" if thousands else said
    assert (
        spoken_as_figures(f"it costs {said} euros")
        == f"it costs {thousands * 1000 + hundreds * 100 + tens * 10 + ones} euros"
    )


def test_hundreds_of_things_are_no_number() -> None:
    assert spoken_as_figures("hundreds of pieces, a hundredth of it") == "hundreds of pieces, a hundredth of it"


def test_a_number_at_the_end_of_a_text_is_read() -> None:
    assert not passes("it costs a hundred and fifty euros", DAWN)
    assert passes("They cost a hundred and five euros", CORDA)
    assert not passes("The tan is back in a hundred and fifty days", TAN_TOTE)


@pytest.mark.parametrize(
    "text",
    [
        "If your basket is not under 120 euros, standard postage is 7.90.",
        "Once you reach €120, you cover the standard delivery.",
        "We refund no later than ten days after you get the parcel.",
        "Gift wrapping is four euros an order.",
        "Four monthly payments of €200, with a fee.",
        "Eight monthly payments of €200, with no fee.",
        "Refunds are not made to the original payment method.",
        "Sale items may not be returned within 10 days after delivery.",
    ],
)
def test_turned_rules_of_the_house_are_refused(text: str) -> None:
    assert not passes_in_the_house(text)
