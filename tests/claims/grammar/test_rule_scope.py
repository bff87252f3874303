"""What a rule holds for: the service told, goods by name, exceptions, all that there is."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes, ruled

from mercery.claims.gate import Gate
from mercery.core.i18n import Words

_GATE = Gate(
    ruled(
        {
            "pickup": Words("Pick-up is free in our boutiques in Berlin and Vienna. Orders are kept for 9 days.", "柏林和维也纳门店可免费自提。订单保留 9 天。"),
            "delivery": Words("Standard delivery in Germany takes 1 to 2 business days, to Austria and Munich 2 to 3.", "德国境内标准配送需 1 至 2 个工作日。"),
            "gift": Words("Gift wrapping costs EUR 4 per item and is free for watches. It includes a handwritten card. No prices are shown in a gift parcel.", "礼品包装每件 4 欧元，腕表免费；含手写贺卡。礼品包裹内不显示价格。"),
            "engraving": Words("Engraving is offered on the Dawn 36 and the Golden Evening Watch: EUR 20.", "Dawn 36 腕表及金色傍晚腕表可刻字：20 欧元。"),
        }
    )
)  # fmt: skip


def _passes(text: str) -> bool:
    return _GATE.check(text, "en" if text.isascii() else "zh").passed


@pytest.mark.parametrize(
    "text",
    ["Engraving is offered on the Dawn 36.", "Gift wrapping includes a handwritten card.", "柏林可以免费自提，维也纳也可以。"],
)  # fmt: skip
def test_what_the_rule_has_goes_out(text: str) -> None:
    assert _passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Engraving is offered on the Dawn 36 and the Deep 200.",
        "Apart from watches, gift wrapping is free.",
        "除了腕表，包装都免费。",
        "Gift wrapping includes a handwritten box.",
        "In a gift parcel you leave the prices out.",
        "柏林可以自提，慕尼黑也能送到。",
        "If you collect it in a boutique, wrapping is free.",
        "We only deliver to Germany.",
        "只送德国。",
        "Pick-up is free in our boutique in Nice.",
        "We keep your parcel for 9 days from the order.",
    ],
)
def test_what_it_has_not_does_not(text: str) -> None:
    assert not _passes(text)


@pytest.mark.parametrize(
    "text",
    ["什么订单都能分四期。", "无论哪笔订单都能分四期。", "Perfume can be returned within 21 days.", "欧元订单支持Visa、PayPal和花呗。", "EUR orders take Visa, PayPal and Klarna."],
)  # fmt: skip
def test_limits_and_ways_to_pay_are_kept(text: str) -> None:
    assert not passes(text)
