"""A sentence about a promotion goes out only where one published promotion bears all of it, and hides nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.gate_shop import shop_facts
from tests.claims.promised import ALL, LEATHER, NOW, SUNDAY

from mercery.claims.deals import Promotion
from mercery.claims.gate import Gate
from mercery.claims.grammar.deals import Deals, deals_of, prove
from mercery.claims.grounds import grounds
from mercery.core.i18n import Lang

TITLES = (("Harbour Tote", "prd_bag"), ("港湾托特包", "prd_bag"), ("Jardin Scarf", "prd_scarf"))


def deals() -> Deals:
    return replace(deals_of(ALL, now=NOW, timezone="Europe/Paris"), titles=TITLES)


def borne_by(text: str, about: str = "", variant: str = "") -> str:
    fact = prove(text, deals(), about=about, variant=variant)
    return fact.subject.id if fact else ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("20 % off leather until Sunday.", "leather"),
        ("20% off all leather goods until 29 November", "leather"),
        ("皮具8折，截至11月29日", "leather"),
        ("皮具打八折", "leather"),
        ("Leather days run until Sunday: 20% off leather.", "leather"),
        ("Spend €900 and save €60.", "spend"),
        ("€60 off orders over €900", "spend"),
        ("满900减60", "spend"),
        ("Members: every €300, minus €50", "every"),
        ("会员每满300减50", "every"),
        ("Free delivery above €200.", "post"),
        ("订单满200欧元包邮", "post"),
        ("10% off everything with code FRIEND10", "code"),
        ("With FRIEND10 you get 10% off, cannot be combined with other offers", "code"),
        ("€30 off from €310 and €80 off from €610", "tiers"),
        ("满310减30，满610减80", "tiers"),
        ("Buy 2 get 1 free on scarves", "third"),
        ("丝巾买二送一", "third"),
        ("3 candles for €99", "set"),
        ("香烛3件99欧元", "set"),
        ("15% off watches, at most €40", "capped"),
    ],
)
def test_what_a_promotion_says_may_be_said_in_other_words(text: str, key: str) -> None:
    assert borne_by(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "30% off leather", "20% off everything", "20% off", "20% off bags", "20% off leather and silk", "皮具7折",  # share, goods
        "20% off leather until Saturday", "20% off leather until 30 November", "皮具8折，截至11月30日",  # end
        "满900减80", "满800减60", "Spend €900 and save €600", "€60 off every €900", "$60 off from $900", "满900打6折",  # amount, threshold
        "满310减80，满610减30", "€80 off from €310 and €30 off from €610",  # pairs of the wrong steps
        "every €300 minus €50", "members get 20% off leather", "会员满900减60", "20% off leather for new customers",  # audience
        "10% off everything", "15% off with code FRIEND10", "10% off with code FRIEND20",  # code
        "10% off with code FRIEND10, can be combined with other offers",  # beside others
        "Free delivery", "free delivery above €150", "free returns above €200",  # condition
        "buy 1 get 1 free on scarves", "buy 2 get 1 free", "2 candles for €99", "3 candles for €89",  # pieces
        "15% off watches", "15% off watches, at most €400",  # the cap belongs to it
        "up to 20% off leather", "at least 20% off leather", "more than 20% off leather", "not 20% off leather",
        "20% off leather today only", "20% off leather, the best offer of the year",
    ],
)  # fmt: skip
def test_what_it_does_not_say_stays_in(text: str) -> None:
    assert borne_by(text) == ""


def test_of_a_piece_it_is_said_only_where_the_promotion_covers_it() -> None:
    assert borne_by("20% off the Harbour Tote") == borne_by("港湾托特包8折") == "leather"
    assert borne_by("This piece is 20% off until Sunday", about="prd_bag") == "leather"
    assert borne_by("20% off the Jardin Scarf") == borne_by("It is 20% off", about="prd_scarf") == ""
    assert borne_by("It is 20% off") == ""


def test_instalments_are_proved_on_the_piece_and_its_parts() -> None:
    for text in ("It can be paid in 3 payments of €426.67, without a fee", "分3期，每期426.67欧元"):
        assert borne_by(text, about="prd_bag", variant="var_bag") == "var_bag"
    for text in ("3 payments of €426.60", "4 payments of €426.67", "three payments of €420", "分6期，每期426.67欧元"):
        assert borne_by(text, about="prd_bag", variant="var_bag") == ""
    assert borne_by("3 payments of €426.67", about="prd_scarf", variant="var_scarf") == ""


def verdict(text: str, *, days: int = 0) -> bool:
    lang: Lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
    held = grounds((*shop_facts(), *ALL), now=NOW + timedelta(days=days), timezone="Europe/Paris")
    return Gate(held).check(text, lang).passed


def test_the_gate_lets_out_a_promotion_in_force_and_none_that_is_over() -> None:
    assert verdict("20% off leather until Sunday.")
    assert not verdict("20% off leather.", days=5)
    assert not verdict("25% off leather.")
    assert not verdict("20% off leather, and the Harbour Tote is waterproof.")


@given(st.integers(1, 99), st.sampled_from(["leather", "silk", "everything"]), st.integers(0, 9))
def test_no_other_share_goods_or_day_is_ever_borne(share: int, goods: str, later: int) -> None:
    day = (SUNDAY + timedelta(days=later)).date()
    said = borne_by(f"{share}% off {goods} until {day.day} {day:%B} {day.year}")
    assert isinstance(LEATHER.value, Promotion)
    right = share == LEATHER.value.terms[0].percent and goods == "leather" and day.isoformat() == "2026-11-29"
    assert bool(said) == right
