"""Answers in a person's own words or in the other language: true ones agree, and what was bent is seen."""

from __future__ import annotations

import re

import pytest
from tests.knowledge.drafts.conftest import sources

from mercery.core.i18n import Words
from mercery.knowledge.drafts.threads import threads

RETURNS = "You may return unworn items within 30 days of delivery. Items must be in their original packaging with all tags attached. Sale items marked final are excluded. The customer pays for the return parcel unless the item is faulty."
REFUNDS = "We refund to the original payment method within 5 business days after the parcel reaches our workshop. Delivery costs are not refunded."
DELIVERY = "Delivery is free from €200 within the EU. Below that, standard delivery costs €6.90 and express delivery €14.50. Orders placed before 12:00 on a business day leave the same day."
RINGS = "Rings can be resized free of charge once within six months of purchase, except eternity rings. Resizing takes about ten business days."
HOURS = "The boutique is open Monday to Saturday from 10:00 to 19:00. It is closed on Sundays and public holidays."
RETURNS_ZH = (
    "您可以在签收后30天内申请退货，商品须未使用、吊牌完好。特价商品除外。如果商品有质量问题，退货运费由本店承担。"
)
TRUE = [
    (
        "Yes. Unworn items can be sent back within 30 days after delivery, in the original packaging and with all tags. Sale items marked final are excluded. You pay for the return parcel unless the item is faulty.",
        RETURNS,
    ),
    (
        "You have 30 days from delivery to return unworn items in their original packaging with tags. Final sale items are excluded.",
        RETURNS,
    ),
    (
        "Your money is refunded to the original payment method within 5 business days after we receive the parcel. We do not refund delivery costs.",
        REFUNDS,
    ),
    (
        "Within the EU, delivery is free from €200. Otherwise standard delivery is €6.90 and express is €14.50.",
        DELIVERY,
    ),
    ("Express delivery costs €14.50.", DELIVERY),
    ("If you order before 12:00 on a business day, your order leaves the same day.", DELIVERY),
    (
        "Yes, once and free of charge within six months of purchase. Eternity rings are excepted. It takes about ten business days.",
        RINGS,
    ),
    ("We are open from Monday to Saturday, 10 am to 7 pm. On Sundays and public holidays we are closed.", HOURS),
    ("我们周一至周六10:00至19:00营业，周日及公共假日休息。", HOURS),
    ("戒指可在购买后六个月内免费改圈一次，永恒戒除外。改圈约需十个工作日。", RINGS),
    ("欧盟境内订单满200欧元免运费；不满则标准配送6.90欧元，加急配送14.50欧元。", DELIVERY),
    ("我们在收到退件后5个工作日内原路退款。运费不予退还。", REFUNDS),
    (
        "Unused items with intact tags can be returned within 30 days after receipt, except sale items. If the item has a quality problem, we pay for the return parcel.",
        RETURNS_ZH,
    ),
    ("签收后30天内可以退货，商品须未使用且吊牌完好，特价商品除外。如有质量问题，退货运费由我们承担。", RETURNS_ZH),
    ("未使用且吊牌完好的商品可在签收后30天内退货（特价商品除外）。", RETURNS_ZH),
]
BENT = [
    ("You may return items within 30 days of delivery.", RETURNS),
    (
        "You may return unworn items within 30 days of delivery in their original packaging with all tags attached. Sale items are included.",
        RETURNS,
    ),
    ("The customer pays for the return parcel.", RETURNS),
    ("We refund within 5 days after the parcel reaches our workshop. Delivery costs are not refunded.", REFUNDS),
    (
        "We refund to the original payment method within 5 business days after the parcel reaches our workshop. Delivery costs are refunded.",
        REFUNDS,
    ),
    ("Delivery is free within the EU.", DELIVERY),
    ("Delivery is free up to €200 within the EU.", DELIVERY),
    ("Express delivery costs €6.90.", DELIVERY),
    ("Orders placed after 12:00 on a business day leave the same day.", DELIVERY),
    ("Rings can be resized free of charge within six months of purchase.", RINGS),
    ("Rings can be resized free of charge once within six weeks of purchase, except eternity rings.", RINGS),
    ("The boutique is open Monday to Sunday from 10:00 to 19:00.", HOURS),
    ("The boutique is open on Sundays and public holidays.", HOURS),
    ("我们周一至周日10:00至19:00营业。", HOURS),
    ("戒指可在购买后六个月内免费改圈一次。改圈约需十个工作日。", RINGS),
    ("欧盟境内订单满200欧元免运费；不满则标准配送14.50欧元，加急配送6.90欧元。", DELIVERY),
    ("我们在收到退件后5天内原路退款。运费不予退还。", REFUNDS),
    ("我们在收到退件后5个工作日内原路退款，运费一并退还。", REFUNDS),
    ("签收后30天内可以退货，商品须未使用且吊牌完好。", RETURNS_ZH),
    ("退货运费由本店承担。", RETURNS_ZH),
    ("签收30天后可以退货，特价商品除外。", RETURNS_ZH),
    ("Items can be returned within 30 days of purchase, except sale items.", RETURNS_ZH),
    ("From 30 to 30 November the code is valid.", "From 20 to 30 November the code is valid."),
    ("We are open 19:00 to 19:00.", "We are open 9:00 to 19:00."),
]


def _agrees(answer: str, source: str) -> bool:
    words = Words("", answer) if re.search(r"[\u4e00-\u9fff]", answer) else Words(answer)
    return all(thread.agrees for thread in threads(words, sources(source)))


@pytest.mark.parametrize(("answer", "source"), TRUE)
def test_a_true_answer_agrees(answer: str, source: str) -> None:
    assert _agrees(answer, source)


@pytest.mark.parametrize(("answer", "source"), BENT)
def test_a_bent_answer_does_not(answer: str, source: str) -> None:
    assert not _agrees(answer, source)
