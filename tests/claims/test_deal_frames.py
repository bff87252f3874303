"""Promotions, bags, coupons and instalments in both languages, each sentence past the last look."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.claims.building import BAG, voice
from tests.claims.promised import ALL, CODE, LEATHER, NOW, PLAN, POST, SPEND, TIERS, amount, deal, euros, total

from mercery.claims.deal_acts import (
    DealAct,
    RefuseCode,
    TellBag,
    TellInstalments,
    TellMissing,
    TellPromotions,
    TellRefund,
    TellTogether,
)
from mercery.claims.deals import Instalments
from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.plan import facts_named, subjects_named
from mercery.claims.values import Quantity, value_from_json, value_to_json
from mercery.claims.verify import verify
from mercery.core.i18n import Lang, Words

SAVED, MISSING, FEE = amount("saved", "60"), amount("missing", "38"), amount("fee", "0")
PIECES = deal("pieces", Quantity(Decimal(2), "piece"), kind="bag")
TOTAL = total("840", "900")


def said(act: DealAct, *facts: Fact, lang: Lang = "en", asked: str = "FRIEND10") -> str:
    """The text; a sentence the last look refuses fails the test."""
    held = {fact.id: fact for fact in facts}
    assert set(facts_named(act)) <= held.keys()
    told = voice(lang, now=NOW)
    sentences = render(act, held, told)
    for sentence in sentences:
        checked = verify(sentence, held, told, abouts=subjects_named(act), asked=asked)
        assert checked.ok, checked.reason
    return ("" if lang == "zh" else " ").join(sentence.text for sentence in sentences)


BAG_TOLD = TellBag(total_id=TOTAL.id, saved=((SPEND.id, SAVED.id),), delivery_id=FEE.id)


@pytest.mark.parametrize(
    ("act", "facts", "en", "zh"),
    [
        (
            TellPromotions(fact_ids=(LEATHER.id, SPEND.id)), (LEATHER, SPEND),
            "20% off leather until 29 November. €60 off the order, from €900.", "皮具：8折，有效至 11 月 29 日。满€900减€60。",
        ),
        (
            TellPromotions(fact_ids=(SPEND.id,), ends=True), (SPEND,),
            "€60 off the order, from €900; no end is set.", "满€900减€60，未定结束日期。",
        ),
        (TellPromotions(fact_ids=()), (), "There is no promotion at the moment.", "目前没有促销活动。"),
        (
            TellPromotions(fact_ids=(), about=BAG), (),
            "No promotion is in force for the Harbour Tote at the moment.", "目前没有适用于港湾托特包的促销。",
        ),
        (
            BAG_TOLD, (TOTAL, SPEND, SAVED, FEE),
            "Your bag comes to €840 instead of €900 until 29 November. €60 comes off: €60 off the order, from €900. Delivery costs nothing.",
            "您的购物袋合计 €840，原价 €900，有效至 11 月 29 日。€60 因以下活动减免：满€900减€60。配送免费。",
        ),
        (
            TellMissing(missing=((POST.id, MISSING.id),)), (POST, MISSING),
            "€38 more, and this counts too: free delivery, from €200.", "再买 €38，即可享受：满€200包邮。",
        ),
        (
            TellMissing(missing=((TIERS.id, PIECES.id),)), (TIERS, PIECES),
            "2 pieces more, and this counts too: €30 off from €310, €80 off from €610.",
            "再买 2 件，即可享受：满€310减€30，满€610减€80。",
        ),
        (
            RefuseCode(why="threshold", code="FRIEND10", fact_id=CODE.id, missing_id=MISSING.id), (CODE, MISSING),
            "The code FRIEND10 takes nothing off: what it asks for is not reached; €38 more is needed. 10% off everything, with code FRIEND10.",
            "优惠码 FRIEND10 未生效：未达到使用条件，还差 €38。全场：9折，券码FRIEND10。",
        ),
        (
            RefuseCode(why="unknown", code="FRIEND10"), (),
            "The code FRIEND10 takes nothing off: the shop has no code of this name.", "优惠码 FRIEND10 未生效：本店没有这个优惠码。",
        ),
        (
            TellTogether(fact_ids=(LEATHER.id, CODE.id), verdict="no"), (LEATHER, CODE),
            "No, of these one counts, the one that gives you more: Leather days and Letter to friends.",
            "不能同时使用，按更优惠的一项计算：皮具周和好友来信。",
        ),
        (
            TellInstalments(fact_ids=(PLAN.id,)), (PLAN,),
            "It can be paid in 3 monthly payments of €426.67, the last €426.66, without a fee.",
            "可分 3 期按月付款，每期 €426.67，末期 €426.66，无手续费。",
        ),
        (
            TellRefund(pieces=((Words("Candle", "香烛"), (SAVED.id,)),)), (SAVED,),
            "For one Candle €60 comes back.", "退一件香烛，可退 €60。",
        ),
    ],
)  # fmt: skip
def test_each_act_is_worded_in_both_languages(act: DealAct, facts: tuple[Fact, ...], en: str, zh: str) -> None:
    assert said(act, *facts) == en
    assert said(act, *facts, lang="zh") == zh


def test_a_plan_that_costs_something_says_how_much_and_at_which_rate() -> None:
    plan = deal(
        "v", Instalments(12, euros("88.85"), euros("88.82"), 11, euros("1066.17"), euros("66.17"), 1268), kind="variant"
    )
    text = said(TellInstalments(fact_ids=(plan.id,)), plan)
    assert text == (
        "It can be paid in 12 monthly payments of €88.85, the last €88.82; that costs €66.17 more (12.68% a year), in all €1,066.17."
    )


def test_parts_of_two_sizes_are_told_apart() -> None:
    plan = deal("v", Instalments(3, euros("213.34"), euros("213.33"), 1, euros(640), euros(0)), kind="variant")
    act = TellInstalments(fact_ids=(plan.id,))
    text = "It can be paid in 3 monthly payments: the first €213.34, the other 2 of €213.33, without a fee."
    assert said(act, plan) == text
    assert said(act, plan, lang="zh") == "可分 3 期按月付款：首期 €213.34，后 2 期每期 €213.33，无手续费。"


def test_another_amount_than_the_fact_says_is_refused() -> None:
    held = {SAVED.id: amount("saved", "61"), SPEND.id: SPEND, TOTAL.id: TOTAL, FEE.id: FEE}
    right = render(BAG_TOLD, {SAVED.id: SAVED, SPEND.id: SPEND, TOTAL.id: TOTAL, FEE.id: FEE}, voice("en", now=NOW))
    assert not verify(right[1], held, voice("en", now=NOW)).ok


def test_values_are_kept_as_json() -> None:
    for fact in (*ALL, SAVED, TOTAL):
        assert value_from_json(value_to_json(fact.value)) == fact.value
