"""Reasons in words: from facts, in both languages, and never more than the facts say."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.catalog.builders import SHOP
from tests.recommendations.goods import NOON, TODAY, products

from mercery.claims.plan import About
from mercery.claims.verify import verify
from mercery.claims.wording import Voice
from mercery.core.i18n import LANGS, Lang
from mercery.recommendations.reasons import Told, reason_sentence
from mercery.recommendations.recommendation import Reason, ReasonKind

KEYS = st.sampled_from(sorted(products()))


def told(reason: Reason, piece: str, lang: Lang = "en") -> Told:
    goods = products()
    voice = Voice(lang=lang, now=NOON, timezone="Europe/Paris")
    return reason_sentence(reason, goods[piece], goods.get(reason.about), SHOP, voice)


def words(reason: Reason, piece: str, lang: Lang = "en") -> str:
    found = told(reason, piece, lang).sentence
    return found.text if found else ""


CARE = Reason(kind="completes", about="saddle-bag", attributes=("care", "brand"))
BURNT = Reason(kind="runs_out", about="candle-vetiver", at=TODAY.replace(month=9, day=3))


@pytest.mark.parametrize(
    ("reason", "piece", "english", "chinese"),
    [
        (replace(CARE, at=TODAY), "care-leather", "For calfskin; your Saddle Bag is in full-grain calfskin.",
         "适用于小牛皮；您的马鞍包的材质为全粒面小牛皮。"),
        (CARE, "care-leather", "For calfskin; the Saddle Bag is in full-grain calfskin.", "适用于小牛皮；马鞍包的材质为全粒面小牛皮。"),
        (BURNT, "candle-vetiver", "You bought it on 3 September; it burns about 45 hours.", "您曾于 9 月 3 日购买；约可燃烧 45 小时。"),
        (Reason(kind="completes", about="saddle-bag", attributes=("colour",)), "heure-36",
         "Comes in bordeaux, like the Saddle Bag.", "有波尔多红可选，与马鞍包一样。"),
        (Reason(kind="same_family", about="figuier-no4", attributes=("family",)), "travel-spray",
         "Shares the name Figuier with the Figuier No 4.", "可与无花果树 4 号搭配。"),
        (Reason(kind="bought_with", about="saddle-bag", count=12), "card-wallet",
         "Bought with or after the Saddle Bag at least 12 times.", "与马鞍包同时或随后选购，至少 12 次。"),
        (Reason(kind="loved", count=31, attributes=("orders",)), "mug-atelier", "In at least 31 orders.", "至少有 31 个订单选购。"),
        (Reason(kind="like_it", about="saddle-bag"), "soft-tote", "Compare with the Saddle Bag.", "可与马鞍包一同比较。"),
        (Reason(kind="new"), "heure-36", "New in the shop.", "店内新品。"),
        (Reason(kind="chosen"), "heure-36", "", ""),
    ],
)  # fmt: skip
def test_each_kind_of_reason_is_said(reason: Reason, piece: str, english: str, chinese: str) -> None:
    assert (words(reason, piece), words(reason, piece, "zh")) == (english, chinese)


def test_fewer_than_five_people_are_counted_nowhere() -> None:
    few = Reason(kind="bought_with", about="saddle-bag", count=4)
    assert "4" not in words(few, "card-wallet") and "4" not in words(replace(few, kind="loved"), "card-wallet")


def test_what_a_few_bought_together_is_not_said_to_go_together() -> None:
    few = Reason(kind="bought_with", about="saddle-bag", count=4)
    assert words(few, "mug-atelier") == words(few, "mug-atelier", "zh") == ""
    colour = replace(few, attributes=("colour",))
    assert words(colour, "heure-36") == "Comes in bordeaux, like the Saddle Bag."


def test_pieces_of_different_kinds_are_not_to_be_compared() -> None:
    for kind in ("like_it", "looked_at_with"):
        assert words(Reason(kind=kind, about="saddle-bag"), "mug-atelier") == ""


@given(
    kind=st.sampled_from(get_args(ReasonKind)), piece=KEYS, about=KEYS, lang=st.sampled_from(LANGS),
    count=st.integers(0, 40), own=st.booleans(),
    attributes=st.lists(st.sampled_from(["care", "material", "colour", "scent", "brand", "family"]), max_size=3),
)  # fmt: skip
def test_whatever_is_said_passes_the_last_check(
    kind: ReasonKind, piece: str, about: str, lang: Lang, count: int, own: bool, attributes: list[str]
) -> None:
    reason = Reason(kind=kind, about=about, count=count, at=TODAY if own else None, attributes=tuple(attributes))
    found = told(reason, piece, lang)
    if found.sentence is None:
        return
    abouts = [About(product_id=key, title=products()[key].title) for key in (piece, about)]
    assert verify(found.sentence, found.facts, Voice(lang=lang, now=NOON, timezone="Europe/Paris"), abouts=abouts).ok
    assert set(found.sentence.fact_ids) == found.facts.keys() and not found.sentence.text.startswith((" ", "."))
