"""What no rule can mean, and what is dangerous whatever a shop is used to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.flags import Flag
from mercery.promotions.entry.prices import Prices
from mercery.promotions.rules.benefit import Deposit, Every, Fix, Off, Pct, Tiers
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import EVERYTHING, Scope
from mercery.promotions.telling.names import Names

_SPREAD: Final = 3.0
"""A price for goods whose list prices differ by more than this factor was hardly meant for all of them."""
_HALF: Final = 0.5


def impossible(rule: Rule, prices: Prices, names: Names) -> Iterator[Flag]:
    """Amounts above their threshold, steps that fall, caps below one use, prices below cost or above the list."""
    yield from _above(rule, names)
    yield from _falling(rule, names)
    yield from _cap(rule, names)
    if isinstance(rule.benefit, Fix):
        yield from _price(rule, rule.benefit, prices, names)


def _above(rule: Rule, names: Names) -> Iterator[Flag]:
    benefit = rule.benefit
    pair = None
    if isinstance(benefit, Off) and benefit.per == "order" and rule.need_amount:
        pair = (benefit.amount, rule.need_amount, "benefit.amount")
    elif isinstance(benefit, Every):
        pair = (benefit.off, benefit.step, "benefit.off")
    if pair and pair[0] >= pair[1]:
        off, need = (Words(names.money(value, "en"), names.money(value, "zh")) for value in pair[:2])
        words = Words(
            f"{off.en} is taken off from {need.en} on: who reaches it pays nothing.",
            f"满{need.zh}减{off.zh}：达到门槛的订单无需付款。",
        )
        yield Flag(kind="above_threshold", rule=rule.id, field=pair[2], typed=off.en, words=words, strength=3)
    if isinstance(benefit, Deposit) and benefit.worth < benefit.pay:
        paid, worth = (Words(names.money(one, "en"), names.money(one, "zh")) for one in (benefit.pay, benefit.worth))
        words = Words(f"A deposit of {paid.en} counts as only {worth.en}.", f"定金{paid.zh}只抵{worth.zh}，反而更少。")
        likely = replace(rule, benefit=replace(benefit, pay=benefit.worth, worth=benefit.pay))
        yield Flag(
            kind="swapped", rule=rule.id, field="benefit.pay", typed=paid.en, words=words, likely=likely, strength=3
        )


def _falling(rule: Rule, names: Names) -> Iterator[Flag]:
    """A higher step that gives less than a lower one, or everything."""
    if not isinstance(rule.benefit, Tiers):
        return
    for (low, first), (high, second) in pairwise(rule.benefit.steps):
        same = isinstance(first, Pct) == isinstance(second, Pct)
        if high <= low or (same and _given(second) < _given(first)):
            words = Words("A higher step gives less than a lower one.", "高档位的优惠反而低于低档位。")
            yield Flag(kind="falling", rule=rule.id, field="benefit.steps", typed=str(high), words=words, strength=3)
            return
    for threshold, gives in rule.benefit.steps:
        if rule.benefit.by == "amount" and isinstance(gives, Off) and gives.amount >= threshold:
            money = names.money(gives.amount, "en")
            words = Words(f"A step gives {money}, all of what it asks for.", "有档位的优惠不低于其门槛。")
            yield Flag(
                kind="above_threshold", rule=rule.id, field="benefit.steps", typed=money, words=words, strength=3
            )


def _given(gives: Pct | Off) -> int:
    return gives.bps if isinstance(gives, Pct) else gives.amount


def _cap(rule: Rule, names: Names) -> Iterator[Flag]:
    benefit = rule.benefit
    once = benefit.off if isinstance(benefit, Every) else benefit.amount if isinstance(benefit, Off) else None
    if once is not None and rule.cap is not None and rule.cap < once:
        cap, given = names.money(rule.cap, "en"), names.money(once, "en")
        words = Words(
            f"The cap of {cap} is below the {given} it gives at once.",
            f"上限{names.money(rule.cap, 'zh')}低于单次优惠{names.money(once, 'zh')}。",
        )
        likely = replace(rule, cap=rule.cap * 10) if rule.cap * 10 >= once else None
        yield Flag(kind="cap_below", rule=rule.id, field="cap", typed=cap, words=words, likely=likely, strength=2)


def _price(rule: Rule, benefit: Fix, prices: Prices, names: Names) -> Iterator[Flag]:
    goods = [sku for sku in prices.goods(rule.scope) if _asked(benefit, sku.id) is not None]
    if not goods:
        return
    asked = {sku.id: _asked(benefit, sku.id) or 0 for sku in goods}
    under = [sku for sku in goods if asked[sku.id] < sku.cost]
    if under:
        worst = max(under, key=lambda sku: sku.cost - asked[sku.id])
        price, cost = names.money(asked[worst.id], "en"), names.money(worst.cost, "en")
        more_en = f" and {len(under) - 1} more" if len(under) > 1 else ""
        more_zh = f"等{len(under)}款" if len(under) > 1 else ""
        words = Words(
            f"{names.sku(worst.id, 'en')}{more_en} would cost {price}, below its cost of {cost}.",
            f"{names.sku(worst.id, 'zh')}{more_zh}售价{names.money(asked[worst.id], 'zh')}，低于成本{names.money(worst.cost, 'zh')}。",
        )
        yield Flag(kind="below_cost", rule=rule.id, field="benefit.price", typed=price, words=words, strength=2)
    yield from _wide(rule, benefit, prices, names)
    listed = [sku for sku in goods if asked[sku.id] >= sku.price]
    if len(listed) == len(goods):
        words = Words(
            "No article in scope costs more than that: the price changes nothing.",
            "范围内的商品都不高于此价，规则不起作用。",
        )
        price = names.money(max(asked.values()), "en")
        yield Flag(kind="above_list", rule=rule.id, field="benefit.price", typed=price, words=words, strength=2)


def _wide(rule: Rule, benefit: Fix, prices: Prices, names: Names) -> Iterator[Flag]:
    """One price for goods that cost very different ones."""
    goods = prices.goods(rule.scope)
    if benefit.price is None or len(goods) < 2:
        return
    low, high = min(sku.price for sku in goods), max(sku.price for sku in goods)
    everything = rule.scope == EVERYTHING
    if high == low or (not everything and (high <= low * _SPREAD or benefit.price >= high * _HALF)):
        return
    price = names.money(benefit.price, "en")
    words = Words(
        f"{price} for goods that cost from {names.money(low, 'en')} to {names.money(high, 'en')}: are all of them meant?",
        f"{names.money(low, 'zh')}至{names.money(high, 'zh')}的商品都卖{names.money(benefit.price, 'zh')}，确定包括全部？",
    )
    likely = _one_article(rule, benefit.price, goods) if everything else None
    yield Flag(
        kind="wide_price", rule=rule.id, field="scope", typed=price, words=words, likely=likely,
        strength=3 if everything else 2,
    )  # fmt: skip


def _one_article(rule: Rule, price: int, goods: Sequence[Sku]) -> Rule | None:
    """The rule for the one article of which the price is a round share; None where several fit, or none."""
    fitting = [sku for sku in goods if _HALF * sku.price <= price < sku.price and price * 20 % sku.price == 0]
    if len(fitting) != 1:
        return None
    return replace(rule, scope=Scope(skus=frozenset([fitting[0].id])))


def _asked(benefit: Fix, sku: str) -> int | None:
    """What the rule asks for an article."""
    own = benefit.prices.get(sku)
    return benefit.price if own is None else own
