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


_SHOP = Gate(
    ruled(
        {
            "payment": Words("We take Visa and PayPal in EUR; Alipay and WeChat Pay in CNY.", "欧元订单支持 Visa 与 PayPal；人民币订单支持支付宝与微信支付。"),
            "instalments": Words("From EUR 250 an order may be paid in four or eight monthly parts, without a fee and without interest.", "订单满 250 欧元，可分四期或八期按月付款，免手续费、免利息。"),
            "exchange": Words("An exchange for another size of the same piece is free of charge once per order.", "同款更换尺码，每张订单可免费一次。"),
            "repairs": Words("Seams of our bags are repaired free of charge for six years.", "包袋的缝线六年内免费维修。"),
            "tax": Words("Prices in EUR include German VAT; prices in CNY include Chinese VAT.", "欧元价格含德国增值税；人民币价格含中国增值税。"),
            "gift": Words("Gift wrapping is free of charge; the parcel then shows no price.", "礼品包装免费提供；包裹内不显示价格。"),
            "sending": Words("Orders in CNY leave our Suzhou warehouse and reach mainland China in 2 to 4 business days; Hong Kong and Macao in 6 to 8.", "人民币订单由苏州仓发出，中国大陆 2 至 4 个工作日送达，港澳 6 至 8 个工作日。"),
        }
    )
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "We take Alipay in EUR.",
        "PayPal works for CNY, too.",
        "欧元订单支持支付宝。",
        "什么订单都能分四期。",
        "分八期要手续费。",
        "An exchange for another piece is free once per order.",
        "Bags are repaired free of charge for ever.",
        "The parcel then shows the price.",
        "Orders in EUR leave from Shanghai.",
        "CNY orders to Suzhou take 6 to 8 business days.",
    ],
)
def test_parts_of_two_clauses_make_no_third(text: str) -> None:
    assert not _SHOP.check(text, "en" if text.isascii() else "zh").passed


@pytest.mark.parametrize(
    "text", ["CNY orders to Suzhou take 2 to 4 business days.", "Gift wrapping is free of charge."]
)
def test_what_one_clause_says_goes_out(text: str) -> None:
    assert _SHOP.check(text, "en").passed


_RIVIERA = Gate(ruled({"pickup": Words("Pick-up is free in our boutique in Cannes.", "戛纳门店可免费自提。")}))


@pytest.mark.parametrize("text", ["Pick-up is free in our boutique in Nice.", "尼斯可以自提。", "尼斯门店可免费自提。"])
def test_one_town_is_not_the_next(text: str) -> None:
    assert not _RIVIERA.check(text, "en" if text.isascii() else "zh").passed


@pytest.mark.parametrize("text", ["Pick-up is free in our boutique in Cannes.", "戛纳可以免费自提。"])
def test_the_town_itself_goes_out(text: str) -> None:
    assert _RIVIERA.check(text, "en" if text.isascii() else "zh").passed


def test_a_town_that_is_an_adjective_is_read_as_a_town() -> None:
    nice = Gate(ruled({"pickup": Words("Pick-up is free in our boutique in Nice.", "尼斯门店可免费自提。")}))
    assert nice.check("Pick-up is free in our boutique in Nice.", "en").passed
    assert nice.check("尼斯可以免费自提。", "zh").passed
    assert not nice.check("Pick-up is free in our boutique in Cannes.", "en").passed
