"""Sentences put plainly say just what they said: true ones pass, and what was false before is false after."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims.grammar.judging import BRACELET, DAWN, EVENING, LOAFERS, MENS, SHOPPER, SOFT, TOTE, passes

from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.plainer import plainer

_SPOKEN = "一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Take it off before you go swimming.", DAWN),
        ("游泳前请摘下来。", DAWN),
        ("Anything from the sale can come back within two weeks.", None),
        ("Go one size up from your usual in these.", LOAFERS),
        ("If you ordinarily wear a 36, this 37 would be our suggestion.", LOAFERS),
    ],
)
def test_what_is_so_passes(text: str, about: str | None) -> None:
    assert passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Not a scrap of leather goes into it.", TOTE),
        ("Not a scrap of steel goes into it.", EVENING),
        ("If you avoid animal leather, this tote works: it's lined with cotton.", TOTE),
        ("没用皮，里衬是棉的。", TOTE),
        ("一点钢都没有。", EVENING),
        ("It looks like lambskin but is calf leather.", SOFT),
        ("打折的两周后可以退。", None),
        ("Anything from the sale can come back after two weeks.", None),
        ("Sale items may be returned within 14 days from today.", None),
        ("We refund before ten days of receiving the parcel.", None),
        ("The black in large is in stock.", LOAFERS),
        ("It has a large pocket.", SHOPPER),
        ("没有石榴石。", BRACELET),
        ("Go one size down from your usual in these.", LOAFERS),
        ("Go one size up from your usual in these.", MENS),
        ("If you ordinarily wear a 38, this 37 would be our suggestion.", LOAFERS),
        ("If you ordinarily wear a 35, this 37 would be our suggestion.", LOAFERS),
        ("If you ordinarily wear a 36, this 37 would not be our suggestion.", LOAFERS),
        ("Duties fall to the sender.", None),
        ("Duties do not fall to the recipient.", None),
    ],
)
def test_what_is_not_so_is_blocked(text: str, about: str | None) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("save20 brings these down from €300 to €240.", "with save20 they drop from €300 to €240."),
        ("pop in save20 and they drop from €300 to €240.", "with save20 they drop from €300 to €240."),
        ("save20 does not bring these down from €300.", "save20 does not bring these down from €300."),
        ("do not pop in save20.", "do not pop in save20."),
    ],
)
def test_what_a_code_makes_of_a_price_is_put_with_the_code(text: str, plain: str) -> None:
    assert plainer(text) == plain


@given(whole=st.sampled_from(_SPOKEN), tenth=st.sampled_from(_SPOKEN), unit=st.sampled_from(("米", "公斤")))
def test_spoken_tenths_are_tenths(whole: str, tenth: str, unit: str) -> None:
    read = normalised(f"长{whole}{unit}{tenth}，")
    assert f"{_SPOKEN.index(whole) + 1}.{_SPOKEN.index(tenth) + 1}{unit}" in read


@settings(max_examples=20, deadline=None)
@given(days=st.integers(min_value=1, max_value=60))
def test_a_time_is_told_on_its_own_side(days: int) -> None:
    assert passes(f"特价商品{days}天内可以退。") == (days == 14)
    assert not passes(f"特价商品{days}天后可以退。")


@given(st.text(alphabet="abcde ,.12一二米的", max_size=40))
def test_what_has_nothing_to_put_plainly_stays_as_it_is(text: str) -> None:
    assert plainer(plainer(text)) == plainer(text)
