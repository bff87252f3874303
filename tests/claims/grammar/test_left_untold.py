"""A rule is told with every part that limits it, whatever that part is about: no list of words has to know it."""

from __future__ import annotations

from functools import cache

import pytest
from tests.claims.grammar.rules_of_a_house import ruled

from mercery.claims.gate import Gate
from mercery.core.i18n import Words

_WIDER = {
    ("Returns are free for choristers.", "合唱团成员退货免费。"): ("Returns are free.", "It costs nothing to return an item.", "退货不收费。"),
    ("Gift wrapping is free on Candlemas.", "圣烛节当天礼品包装免费。"): ("Gift wrapping is free.", "We wrap presents for free.", "礼品包装免费。"),
    ("Repairs are free while the guild meets.", "行会开会期间维修免费。"): ("Repairs are free.", "维修免费。"),
    ("Engraving is free on silver.", "银饰刻字免费。"): ("Engraving is free.", "刻字免费。"),
    ("Returns are accepted within 14 days if the ribbon is untied.", "丝带未解开可在14天内退货。"): ("You can return it within 14 days.", "14天内可退货。"),
    ("Pick-up is free at the Marais counter.", "玛黑柜台自提免费。"): ("Pick-up is free.", "自提免费。"),
    ("For ferrymen, gift wrapping is free.", "凡船夫，礼品包装免费。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("Gift wrapping is free. Ferrymen only.", "礼品包装免费。仅限船夫。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("Gift wrapping is free, for ferrymen only.", "礼品包装免费，仅限船夫。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("Returns are free. This applies at low tide.", "退货免费。仅适用于退潮时。"): ("Returns are free.", "退货免费。"),
    ("Orders can be cancelled free of charge within 2 hours by telephone.", "下单后2小时内可电话免费取消订单。"): ("Orders can be cancelled free of charge within 2 hours.",),
    ("Gift wrapping is free for up to 3 items.", "3件以内礼品包装免费。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("Gift wrapping is free from the third item on.", "第三件起礼品包装免费。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("Leather items may be returned within 10 days.", "皮质商品10天内可退货。"): ("You have 10 days to return it.", "10天内可退货。"),
    ("Orders of perishable goods cannot be cancelled.", "易腐商品订单不可取消。"): ("Orders cannot be cancelled.", "订单不可取消。"),
    ("We buy back bags in mint condition for 40% of the price.", "全新状态的包袋按原价40%回购。"): ("We buy back bags for 40% of the price.", "包袋按原价40%回购。"),
    ("Advisers answer within 2 hours in the dry season.", "旱季顾问2小时内回复。"): ("Our advisers answer within two hours.", "顾问2小时内回复。"),
    ("Express delivery costs EUR 9 by bicycle and EUR 15 by van.", "特快自行车配送9欧元，货车配送15欧元。"): ("Express delivery costs EUR 9.", "Express delivery by van costs EUR 9.", "特快货车配送9欧元。"),
    ("Gift wrapping costs EUR 4 in paper and EUR 9 in cloth.", "纸质礼品包装4欧元，布质9欧元。"): ("Gift wrapping costs EUR 4.", "Gift wrapping in cloth costs EUR 4.", "布质礼品包装4欧元。"),
    ("Standard delivery costs EUR 4 on weekends and EUR 2 on weekdays.", "周末配送4欧元，工作日2欧元。"): (
        "Standard delivery costs EUR 4.", "On weekdays standard delivery costs EUR 4.", "Delivery on weekends is EUR 2.", "配送2欧元。", "工作日配送4欧元。", "周末配送2欧元。",
    ),
    ("Delivery is free on weekends, EUR 4 on weekdays.", "周末配送免费，工作日4欧元。"): ("Delivery is free on weekdays.", "Delivery on weekends costs EUR 4.", "周末配送4欧元。"),
    ("Returns are free, except for pianos.", "退货免费，钢琴除外。"): ("Returns are free.", "退货免费。", "Pianos can be returned free."),
    ("Engraving is free, subject to the master's consent.", "刻字免费，须经师傅同意。"): ("Engraving is free.", "刻字免费。"),
    ("Apart from bank holidays, pick-up is free.", "除公众假期外，自提免费。"): ("Pick-up is free.", "自提免费。"),
    ("Gift wrapping is free. It must be booked by fax.", "礼品包装免费。须以传真预约。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("Returns are free. Wigs are excluded.", "退货免费。假发除外。"): ("Returns are free.", "退货免费。"),
    ("Returns are free. To use it, show the stub.", "退货免费。使用时须出示存根。"): ("Returns are free.", "退货免费。"),
    ("Orders can be cancelled free of charge until the parcel is weighed.", "包裹称重前可免费取消订单。"): ("Orders can be cancelled free of charge.", "订单可免费取消。"),
    ("Returns are accepted within 14 days if the item is unworn and the box is returned.", "未穿着且盒子一并寄回的，14天内可退货。"): ("Returns are accepted within 14 days if the item is unworn.", "14天内可退货。"),
    ("Standard delivery costs EUR 3 up to 2 kg and EUR 8 above.", "标准配送2公斤以内3欧元，超出8欧元。"): ("Standard delivery costs EUR 3.", "标准配送8欧元。"),
    ("Express delivery costs EUR 9 (islands: EUR 19).", "特快配送9欧元（海岛19欧元）。"): ("Express delivery to islands costs EUR 9.", "海岛特快配送9欧元。"),
    ("Advisers answer within 1 hour; on Sundays within 1 day.", "顾问1小时内回复；周日1天内。"): ("On Sundays advisers answer within 1 hour.", "周日顾问1小时内回复。"),
    ("Gift wrapping is free, one per household.", "礼品包装免费，每户一次。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("Gift wrapping is free, against a deposit of EUR 10.", "礼品包装免费，须付押金10欧元。"): ("Gift wrapping is free.", "礼品包装免费。"),
    ("With a lantern card, returns are free.", "凭灯笼卡，退货免费。"): ("Returns are free.", "退货免费。"),
    ("Rowing club: returns are free.", "划艇俱乐部：退货免费。"): ("Returns are free.", "退货免费。"),
    ("Delivery is free from 11 to 14 o'clock.", "11时至14时配送免费。"): ("Delivery is free.", "配送免费。"),
    ("Exchange is free once; a second exchange costs EUR 6.", "首次换货免费，第二次6欧元。"): ("Exchanges are free.", "换货免费。"),
    ("Bags bought in pairs are repaired free.", "成对购买的包袋免费维修。"): ("Bags are repaired free.", "包袋免费维修。"),
    ("Standard delivery is free for orders of EUR 50 or more, furniture not included.", "订单满50欧元标准配送免费，家具不在此列。"): ("Standard delivery is free for orders of EUR 50 or more.", "订单满50欧元标准配送免费。"),
}  # fmt: skip
_AS_RULED = (
    ("Returns are free for choristers.", "Returns are free for choristers."),
    ("Gift wrapping is free on Candlemas.", "On Candlemas gift wrapping costs nothing."),
    ("Engraving is free on silver.", "Engraving on silver costs nothing."),
    ("Repairs are free while the guild meets.", "Repairs are free while the guild meets."),
    ("Gift wrapping is free for up to 3 items.", "Gift wrapping for up to 3 items is free."),
    ("Leather items may be returned within 10 days.", "You have 10 days to return leather items."),
    ("Express delivery costs EUR 9 by bicycle and EUR 15 by van.", "Express delivery by bicycle costs EUR 9."),
    ("Gift wrapping costs EUR 4 in paper and EUR 9 in cloth.", "Gift wrapping in cloth costs EUR 9."),
    ("Standard delivery costs EUR 4 on weekends and EUR 2 on weekdays.", "On weekdays standard delivery costs EUR 2."),
    ("With a lantern card, returns are free.", "With a lantern card, returns are free."),
    ("Standard delivery costs EUR 3 up to 2 kg and EUR 8 above.", "Standard delivery costs EUR 3 up to 2 kg."),
    ("Engraving is free, subject to the master's consent.", "Engraving is free, subject to the master's consent."),
    ("周末配送4欧元，工作日2欧元。", "周末配送4欧元。"),
    ("圣烛节当天礼品包装免费。", "圣烛节当天礼品包装不收费。"),
)


@cache
def _gate(english: str, chinese: str) -> Gate:
    return Gate(ruled({"rule": Words(english, chinese)}))


@pytest.mark.parametrize(("rule", "told"), [(rule, one) for rule, every in _WIDER.items() for one in every])
def test_a_wider_rule_than_the_shops_is_refused(rule: tuple[str, str], told: str) -> None:
    assert not _gate(*rule).check(told, "en" if told.isascii() else "zh", about=None).passed


@pytest.mark.parametrize(("rule", "told"), _AS_RULED)
def test_a_rule_told_with_what_limits_it_passes(rule: str, told: str) -> None:
    assert _gate(rule, rule).check(told, "en" if told.isascii() else "zh", about=None).passed


def test_a_sentence_is_no_quotation_where_the_next_one_limits_it() -> None:
    gate = _gate("Gift wrapping is free. This applies to weddings.", "礼品包装免费。仅适用于婚礼。")
    assert gate.check("Gift wrapping is free. This applies to weddings.", "en", about=None).passed
    assert not gate.check("Gift wrapping is free.", "en", about=None).passed
