"""Benefits as JSON, both ways. Which kinds may stand on which level is said here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from typing import Any, Final, Literal

from mercery.promotions.rules.benefit import (
    Benefit,
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Ship,
    Tiers,
)
from mercery.promotions.rules.reading import Fields
from mercery.promotions.rules.rule import Level
from mercery.promotions.rules.scope import Scope
from mercery.promotions.rules.scope_notation import read_scope, scope_data

_ALL: Final = 10_000
_OF_LINES: Final = frozenset({"pct", "off", "fix", "tiers", "deposit"})
"""Kinds that lower the price of one unit, so that they may stand on level `line`."""


def read_benefit(outer: Fields, level: Level) -> Benefit:
    """The benefit of a rule."""
    if not outer.has("benefit"):
        outer.wrong(
            "benefit",
            "is missing.",
            'Say what the rule gives: {"kind": "pct", "bps": 1000} is 10 % off.',
            zh='未填写优惠，例如 {"kind": "pct", "bps": 1000} 即九折。',
        )
        return Pct(bps=0)
    fields = outer.inner("benefit")
    kind = fields.data.get("kind")
    if not isinstance(kind, str) or kind not in _READERS:
        fields.wrong(
            "kind",
            f"must be one of {', '.join(_READERS)}, not {kind!r}.",
            "Choose one of these.",
            zh=f"须为其中之一：{'、'.join(_READERS)}。",
        )
        return Pct(bps=0)
    known, reader = _READERS[kind]
    fields.only(("kind", *known))
    _fits(outer, kind, level)
    return reader(fields)


def benefit_data(benefit: Benefit) -> dict[str, Any]:
    """The JSON of a benefit; what stands at its default is left out."""
    if isinstance(benefit, Tiers):
        steps = [[at, [one.kind, one.bps if isinstance(one, Pct) else one.amount]] for at, one in benefit.steps]
        return {"kind": "tiers", "steps": steps} | ({"by": benefit.by} if benefit.by != "amount" else {})
    found: dict[str, Any] = {"kind": benefit.kind}
    for one in fields_of(benefit):
        value = getattr(benefit, one.name)
        if one.name != "kind" and value != one.default and value is not None and value != {}:
            found[one.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Scope):
        return scope_data(value)
    return dict(value) if isinstance(value, Mapping) else value


def _fits(rule: Fields, kind: str, level: Level) -> None:
    if level == "line" and kind not in _OF_LINES:
        rule.wrong(
            "level",
            f"cannot be 'line' with a benefit of kind '{kind}'.",
            "Write 'order'.",
            zh=f"优惠类型为 {kind} 时不能是 line，请写 order。",
        )
    if (level == "ship") != (kind == "ship"):
        if level == "ship":
            rule.wrong(
                "level",
                f"cannot be 'ship' with a benefit of kind '{kind}'.",
                "Write 'order', or kind 'ship'.",
                zh=f"优惠类型为 {kind} 时不能是 ship，请写 order，或将类型改为 ship。",
            )
        elif level == "order":
            rule.wrong(
                "level",
                "must be 'ship' with a benefit of kind 'ship'.",
                'Write "level": "ship".',
                zh='优惠类型为 ship 时须为 ship，请写 "level": "ship"。',
            )
    if kind == "gift" and rule.has("cap"):
        rule.wrong(
            "cap",
            "is an amount; gifts have none.",
            "Limit gifts by 'times' in the benefit.",
            zh="是金额上限，赠品没有金额，请在优惠中用 times 限制赠品次数。",
        )


def _pct(fields: Fields) -> Benefit:
    return Pct(bps=fields.whole("bps", most=_ALL))


def _off(fields: Fields) -> Benefit:
    per: tuple[Literal["order", "unit"], ...] = ("order", "unit")
    return Off(amount=fields.whole("amount"), per=fields.one_of("per", per, "order"))


def _fix(fields: Fields) -> Benefit:
    prices = fields.counts("prices")
    if not prices and not fields.has("price"):
        fields.wrong(
            "price",
            "is missing.",
            "Give the price of one unit, or 'prices' by SKU.",
            zh="未填写，请填写单件价格，或用 prices 按 SKU 填写。",
        )
    return Fix(price=fields.perhaps("price"), prices=prices)


def _every(fields: Fields) -> Benefit:
    return Every(
        step=fields.whole("step", least=1),
        off=fields.whole("off"),
        times=fields.perhaps("times", least=1),
    )


def _tiers(fields: Fields) -> Benefit:
    by: tuple[Literal["amount", "quantity"], ...] = ("amount", "quantity")
    steps: list[tuple[int, Pct | Off]] = []
    for at, one in enumerate(fields.items("steps")):
        steps += _tier(fields, at, one)
    if not steps:
        fields.wrong(
            "steps",
            "has no tier.",
            'Write at least one: [[30000, ["off", 5000]]].',
            zh='没有档位，请至少填写一档：[[30000, ["off", 5000]]]。',
        )
    if [at for at, _ in steps] != sorted({at for at, _ in steps}):
        fields.wrong(
            "steps",
            "must rise from tier to tier.",
            "Sort them; each threshold once.",
            zh="各档须逐级递增且门槛不重复，请重新排列。",
        )
    return Tiers(steps=tuple(steps), by=fields.one_of("by", by, "amount"))


def _tier(fields: Fields, at: int, one: Any) -> list[tuple[int, Pct | Off]]:
    try:
        threshold, (kind, value) = one
    except (TypeError, ValueError):
        threshold, kind, value = None, None, None
    if not (_is_whole(threshold) and _is_whole(value) and kind in ("pct", "off")):
        fields.wrong(
            f"steps[{at}]",
            f"is no tier: {one!r}.",
            'Write [threshold, ["pct", bps]] or ["off", amount].',
            zh='不是有效的档位，请写成 [门槛, ["pct", 基点]] 或 [门槛, ["off", 金额]]。',
        )
        return []
    if kind == "pct" and value > _ALL:
        fields.wrong(
            f"steps[{at}]",
            f"takes more than everything: {value} bps.",
            "10000 basis points are 100 %.",
            zh=f"优惠 {value} 基点，超过全额；10000 基点即 100%。",
        )
        return []
    return [(threshold, Pct(bps=value) if kind == "pct" else Off(amount=value))]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _buyget(fields: Fields) -> Benefit:
    picks: tuple[Literal["cheapest", "dearest", "grouped"], ...] = ("cheapest", "dearest", "grouped")
    return BuyGet(
        n=fields.whole("n", least=1),
        m=fields.whole("m", least=1),
        bps=fields.whole("bps", _ALL, most=_ALL),
        times=fields.perhaps("times", least=1),
        pick=fields.one_of("pick", picks, "cheapest"),
        partial=fields.flag("partial"),
        get=read_scope(fields, "get"),
    )


def _perline(fields: Fields) -> Benefit:
    by: tuple[Literal["pct", "off"], ...] = ("pct", "off")
    chosen = fields.one_of("by", by, "pct")
    return PerLine(
        by=chosen,
        value=fields.whole("value", most=_ALL if chosen == "pct" else None),
        max_units=fields.perhaps("max_units", least=1),
        skip=fields.whole("skip", 0),
        sets_of=fields.perhaps("sets_of", least=1),
    )


def _bundle(fields: Fields) -> Benefit:
    return Bundle(n=fields.whole("n", least=1), price=fields.whole("price"), times=fields.perhaps("times", least=1))


def _gift(fields: Fields) -> Benefit:
    return Gift(
        gift=fields.text("gift"),
        qty=fields.whole("qty", 1, least=1),
        step=fields.perhaps("step", least=1),
        times=fields.perhaps("times", least=1),
    )


def _ship(fields: Fields) -> Benefit:
    return Ship(bps=fields.perhaps("bps", most=_ALL), amount=fields.perhaps("amount"))


def _points(fields: Fields) -> Benefit:
    return Points(rate=fields.whole("rate", 1, least=1), max_bps=fields.whole("max_bps", _ALL, most=_ALL))


def _deposit(fields: Fields) -> Benefit:
    pay, worth = fields.whole("pay"), fields.whole("worth")
    if worth < pay:
        fields.wrong(
            "worth",
            f"is below what is paid ({worth} < {pay}).",
            "A deposit counts at least as what it is.",
            zh=f"低于所付金额（{worth} < {pay}），定金抵扣额不能小于定金。",
        )
    return Deposit(pay=pay, worth=worth, refundable=fields.flag("refundable"))


_READERS: Final[Mapping[str, tuple[tuple[str, ...], Callable[[Fields], Benefit]]]] = {
    "pct": (("bps",), _pct),
    "off": (("amount", "per"), _off),
    "fix": (("price", "prices"), _fix),
    "every": (("step", "off", "times"), _every),
    "tiers": (("steps", "by"), _tiers),
    "buyget": (("n", "m", "bps", "times", "pick", "partial", "get"), _buyget),
    "perline": (("by", "value", "max_units", "skip", "sets_of"), _perline),
    "bundle": (("n", "price", "times"), _bundle),
    "gift": (("gift", "qty", "step", "times"), _gift),
    "ship": (("bps", "amount"), _ship),
    "points": (("rate", "max_bps"), _points),
    "deposit": (("pay", "worth", "refundable"), _deposit),
}
