"""Rules of an invented house in Berlin, and short ways of asking whether a sentence about them may go out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from tests.claims.gate_shop import shop_facts

from mercery.claims.gate import Gate
from mercery.claims.grounds import Grounds, grounds
from mercery.core.i18n import Words
from mercery.policies.facts import facts
from mercery.policies.policy import Policy

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
_RULES: dict[str, tuple[str, str]] = {
    "delivery_home": ("Standard delivery in Germany takes 1 to 2 business days.", "德国境内标准配送需 1 至 2 个工作日。"),
    "delivery_uk": ("Delivery to the United Kingdom takes 6 to 9 business days. We deliver to no other countries than those named here, and not to PO boxes.", "英国配送需 6 至 9 个工作日。除列明的国家外不配送，也不寄送邮政信箱。"),
    "postage": ("Standard delivery is free for orders of EUR 120 or more. Below that it costs EUR 7.90.", "订单满 120 欧元免标准运费；未满收取 7.9 欧元。"),
    "express": ("Express delivery exists in Germany only and costs EUR 14 whatever the order amount.", "特快配送仅限德国，无论订单金额均收取 14 欧元。"),
    "returns": ("Full-price items may be returned within 21 days of delivery.", "正价商品自签收之日起 21 天内可退货。"),
    "returns_sale": ("Sale items may be returned within 10 days of delivery and are refunded to the original payment method.", "折扣商品自签收之日起 10 天内可退货，原路退款。"),
    "returns_beauty": ("Perfume, candles and soap may be returned within 21 days of delivery if unopened; once opened they cannot be returned.", "香水、蜡烛及香皂未拆封可在签收后 21 天内退货；一经拆封不可退货。"),
    "return_cost": ("A return by post costs EUR 5 in Germany. Returns in a boutique are free. From anywhere else, customers arrange and pay for the return themselves. If the item is faulty, we pay the return everywhere.", "邮寄退货费用：德国 5 欧元。到店退货免费。其他地区由顾客自行安排并承担运费。如商品有瑕疵，退货运费一律由我方承担。"),
    "duties": ("Duties are not included for the United Kingdom and are paid by the recipient.", "寄往英国的订单不含关税，由收件人承担。"),
    "gift": ("Gift wrapping costs EUR 4 per item. It includes a handwritten card.", "礼品包装每件 4 欧元；含手写贺卡。"),
    "instalments": ("Orders in EUR from 200 to 3,000 can be paid in 4 monthly instalments without a fee, or in 8 with a fee of 3% of the order total.", "200 至 3000 欧元的欧元订单可分 4 个月付款且免手续费，或分 8 个月付款，手续费为订单总额的 3%。"),
    "payment": ("EUR orders: Visa, PayPal and Apple Pay. CNY orders: Alipay and WeChat Pay. No bank transfer or cryptocurrency.", "欧元订单：Visa、PayPal、Apple Pay。人民币订单：支付宝、微信支付。不支持银行转账或加密货币。"),
    "promotions": ("Until 4 December 2026 the code LINDEN15 takes 15% off full-price bags.", "优惠码 LINDEN15 至 2026 年 12 月 4 日有效，正价包袋享 85 折。"),
    "changes": ("An order can be cancelled free of charge within 3 hours of ordering.", "下单后 3 小时内可免费取消订单。"),
}  # fmt: skip


def ruled(rules: Mapping[str, Words]) -> Grounds:
    """Such rules, by their keys, with the goods of the small shop."""
    made = [
        Policy(
            id=f"pol_{key}", key=key, topic="other", version=1, title=Words(key), statement=said, values={}, regions=(),
            valid_from=datetime(2026, 1, 1, tzinfo=UTC), valid_to=None, recorded_at=NOW, recorded_by="test", reason="",
        )
        for key, said in rules.items()
    ]  # fmt: skip
    goods = [fact for fact in shop_facts() if fact.subject.kind in ("product", "variant")]
    return grounds([*goods, *facts(made)], now=NOW, timezone="Europe/Berlin", shop=Words("Haus Linden"))


@cache
def house() -> Grounds:
    """The rules with the goods of the small shop."""
    return ruled({key: Words(*said) for key, said in _RULES.items()})


@cache
def _gate() -> Gate:
    return Gate(house())


def passes(text: str, about: str | None = None) -> bool:
    """Whether the sentence may go out."""
    lang = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en"
    return _gate().check(text, lang, about=about).passed  # type: ignore[arg-type]
