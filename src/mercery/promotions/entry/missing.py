"""What was left out: an audience, a limit, a cap. Told where an offer without it is dangerous, or where this shop always
had it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from mercery.core.i18n import Words
from mercery.promotions.entry.depths import depths
from mercery.promotions.entry.flags import Flag
from mercery.promotions.entry.prices import Prices
from mercery.promotions.rules.benefit import Every, Off, Pct
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.names import Names

_HIGH: Final = 0.35
"""Of the usual price: what an amount without a threshold may be worth to everybody."""
_ALIKE: Final = 0.3
"""How far apart depths may be for offers to be alike."""
_ALWAYS: Final = 0.9
_ENOUGH: Final = 4
_FIELDS: Final = ("per_user", "who", "total", "cap")
_LEFT_OUT: Final = {
    "per_user": Words("a limit for each customer", "每人限用次数"),
    "who": Words("an audience", "适用人群"),
    "total": Words("a limit on all uses", "总次数"),
    "cap": Words("a cap for an order", "每单上限"),
}


def missing(rule: Rule, past: Sequence[Rule], prices: Prices, names: Names) -> Iterator[Flag]:
    """What `rule` may have been meant to say as well."""
    open_to_all = _open_amount(rule, past, prices, names)
    if open_to_all is not None:
        yield open_to_all
    coupons = [one for one in past if one.code and isinstance(one.benefit, Off) and one.benefit.per == "order"]
    if rule.code and isinstance(rule.benefit, Off) and not rule.need_amount and open_to_all is None:
        yield from _no_threshold(rule, coupons, names)
    alike = [one for one in past if _alike(rule, one, prices)]
    namesakes = [one for one in past if _stem(rule) and _stem(one) == _stem(rule)]
    for field in _FIELDS:
        if getattr(rule, field) or (open_to_all is not None and field in ("who", "per_user")):
            continue
        for others, enough in ((alike, _ENOUGH), (namesakes, 1)):
            had = [getattr(one, field) for one in others if getattr(one, field)]
            if len(had) >= enough and len(had) >= _ALWAYS * len(others):
                yield _always_had(rule, field, had, len(others))
                break


def _stem(rule: Rule) -> str:
    """The letters a code begins with: `WELCOME60` and `WELCOME70` are a family."""
    return re.match(r"[A-Za-z]*", rule.code or "").group().upper()  # type: ignore[union-attr]


def _no_threshold(rule: Rule, coupons: Sequence[Rule], names: Names) -> Iterator[Flag]:
    asked = [one for one in coupons if one.need_amount]
    if len(asked) < _ENOUGH or len(asked) < _ALWAYS * len(coupons):
        return
    low = names.money(asked[-1].need_amount, "en")
    words = Words(
        f"A coupon without a threshold: {len(asked)} of {len(coupons)} coupons before had one, the last {low}.",
        f"优惠券没有门槛：此前{len(coupons)}张券中有{len(asked)}张设了门槛，最近一张为{names.money(asked[-1].need_amount, 'zh')}。",
    )
    yield Flag(kind="no_limit", rule=rule.id, field="need_amount", typed="", words=words, strength=2)


def _open_amount(rule: Rule, past: Sequence[Rule], prices: Prices, names: Names) -> Flag | None:
    """Money for everybody, without a threshold, as often as they like."""
    if not isinstance(rule.benefit, Off) or rule.need_amount or rule.need_qty or rule.benefit.per == "unit":
        return None
    if rule.who or rule.per_user or rule.total:
        return None
    typical = prices.typical(rule.scope)
    if typical is None or rule.benefit.amount < _HIGH * typical:
        return None
    if sum(_as_open(one, rule.benefit.amount) for one in past) > 1:
        return None
    money, yuan = names.money(rule.benefit.amount, "en"), names.money(rule.benefit.amount, "zh")
    before = [one.who for one in past if isinstance(one.benefit, Off) and not one.need_amount and one.who]
    who = Counter(before).most_common(1)[0][0] if before else frozenset(["new"])
    words = Words(
        f"{money} off for everybody, without a threshold and as often as they like: is an audience or a limit missing?",
        f"人人可用、无门槛、不限次数减{yuan}：是否漏了适用人群或次数限制？",
    )
    likely = replace(rule, who=who, per_user=1)
    return Flag(kind="no_audience", rule=rule.id, field="who", typed="", words=words, likely=likely, strength=2)


def _as_open(one: Rule, amount: int) -> bool:
    """Whether a past rule gave as much as openly."""
    open_amount = isinstance(one.benefit, Off) and not one.need_amount and one.benefit.amount >= amount * (1 - _ALIKE)
    return open_amount and not (one.who or one.per_user or one.total)


def _alike(rule: Rule, one: Rule, prices: Prices) -> bool:
    """Past offers of the same kind and about the same depth, coupons with coupons."""
    if type(rule.benefit) is not type(one.benefit) or bool(rule.code) != bool(one.code) or rule.level != one.level:
        return False
    if not isinstance(rule.benefit, Off | Pct | Every):
        return False
    mine, theirs = depths(rule, prices), depths(one, prices)
    if not mine or not theirs or mine[0].depth is None or theirs[0].depth is None:
        return mine[:1] == theirs[:1]
    return mine[0].family in (theirs[0].family, "pct") and abs(mine[0].depth - theirs[0].depth) <= _ALIKE * max(
        mine[0].depth, theirs[0].depth
    )


def _always_had(rule: Rule, field: str, had: Sequence[Any], alike: int) -> Flag:
    what = _LEFT_OUT[field]
    usual = Counter(had).most_common(1)[0][0]
    words = Words(
        f"No {what.en.split(' ', 1)[1]}: {len(had)} of {alike} offers like it had one.",
        f"没有{what.zh}：此前{alike}条类似规则中有{len(had)}条设置了。",
    )
    kind = "no_audience" if field == "who" else "no_limit"
    likely = replace(rule, **{field: usual})
    return Flag(
        kind="no_audience" if kind == "no_audience" else "no_limit", rule=rule.id, field=field, typed="", words=words,
        likely=likely, strength=2,
    )  # fmt: skip
