"""The numbers of a rule that can be turned: which they are, what they stand at, and the rule with another value. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from mercery.core.i18n import Words
from mercery.promotions.rules.benefit import Benefit, Deposit, Off, Pct, PerLine, Tiers
from mercery.promotions.rules.rule import Rule

Unit = Literal["money", "rate", "count"]
Part = Literal["value", "threshold", "limit"]
"""What a number is: how much is given, from when on, or how much at most."""
_ALL: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of a rule."""

    key: str
    """`need_amount`, `benefit.bps`, `benefit.steps.0.value`."""
    label: Words
    unit: Unit
    part: Part
    value: int | None
    """None: there is none yet (a rule without a cap)."""
    gives_less: Literal[-1, 1]
    """Which way buyers get less."""
    least: int = 0
    most: int | None = None


_PERCENT, _AMOUNT = Words("Percentage", "折扣比例"), Words("Amount", "优惠金额")
_PRICE, _THRESHOLD = Words("Price", "价格"), Words("Threshold", "门槛金额")
_PIECES, _TIMES = Words("Pieces", "件数"), Words("Times in an order", "每单次数")


def numbers_of(rule: Rule) -> tuple[Number, ...]:
    """All of them: the benefit's, the thresholds, then cap and limits."""
    found = [*_of_benefit(rule.benefit)]
    if rule.need_amount or rule.benefit.kind in ("off", "pct", "fix", "buyget", "perline", "bundle", "ship", "gift"):
        found.append(_threshold("need_amount", _THRESHOLD, "money", rule.need_amount))
    if rule.need_qty:
        found.append(_threshold("need_qty", Words("Pieces needed", "所需件数"), "count", rule.need_qty))
    once = isinstance(rule.benefit, Off) and rule.benefit.per == "order"  # its amount is the most it gives
    if rule.benefit.kind not in ("gift", "fix") and (not once or rule.cap is not None):
        label = Words("At most off an order", "每单最高优惠")
        found.append(Number(key="cap", label=label, unit="money", part="limit", value=rule.cap, gives_less=-1, least=1))
    return tuple(found)


def number(rule: Rule, key: str) -> Number:
    """The number with this key; KeyError."""
    for one in numbers_of(rule):
        if one.key == key:
            return one
    raise KeyError(key)


def turned(rule: Rule, key: str, value: int) -> Rule:
    """The rule with this number at `value`."""
    first, _, rest = key.partition(".")
    if first != "benefit":
        return replace(rule, **{first: value})  # type: ignore[arg-type]
    if isinstance(rule.benefit, Tiers):
        return replace(rule, benefit=_tier_turned(rule.benefit, rest, value))
    return replace(rule, benefit=replace(rule.benefit, **{rest: value}))  # type: ignore[arg-type]


def _of_benefit(benefit: Benefit) -> Iterator[Number]:
    match benefit:
        case Tiers():
            yield from _of_tiers(benefit)
        case PerLine(by=by):
            yield _percent("benefit.value", benefit.value) if by == "pct" else _amount("benefit.value", benefit.value)
            if benefit.max_units is not None:
                yield _limit("benefit.max_units", Words("Pieces of each article", "每款件数"), benefit.max_units)
        case Deposit(pay=pay, worth=worth):
            yield replace(_amount("benefit.worth", worth), least=pay)
        case _:
            for name, make in _FIELDS.items():
                value: Any = getattr(benefit, name, None)
                if value is not None or (name == "times" and hasattr(benefit, name)):
                    yield make(f"benefit.{name}", value)


def _of_tiers(benefit: Tiers) -> Iterator[Number]:
    for at, (threshold, gives) in enumerate(benefit.steps):
        where = Words(f", tier {at + 1}", f"（第{at + 1}档）")
        unit: Unit = "count" if benefit.by == "quantity" else "money"
        label = _PIECES if benefit.by == "quantity" else _THRESHOLD
        yield _threshold(f"benefit.steps.{at}.at", _joined(label, where), unit, threshold)
        if isinstance(gives, Pct):
            yield replace(_percent(f"benefit.steps.{at}.value", gives.bps), label=_joined(_PERCENT, where))
        else:
            yield replace(_amount(f"benefit.steps.{at}.value", gives.amount), label=_joined(_AMOUNT, where))


def _tier_turned(benefit: Tiers, rest: str, value: int) -> Tiers:
    _, at, what = rest.split(".")
    steps: list[tuple[int, Pct | Off]] = list(benefit.steps)
    threshold, gives = steps[int(at)]
    if what == "at":
        steps[int(at)] = (value, gives)
    else:
        steps[int(at)] = (threshold, Pct(bps=value) if isinstance(gives, Pct) else replace(gives, amount=value))
    return replace(benefit, steps=tuple(sorted(steps, key=lambda step: step[0])))


def _joined(one: Words, other: Words) -> Words:
    return Words(one.en + other.en, one.zh + other.zh)


def _percent(key: str, value: int) -> Number:
    return Number(key=key, label=_PERCENT, unit="rate", part="value", value=value, gives_less=-1, most=_ALL)


def _amount(key: str, value: int) -> Number:
    return Number(key=key, label=_AMOUNT, unit="money", part="value", value=value, gives_less=-1)


def _price(key: str, value: int) -> Number:
    return Number(key=key, label=_PRICE, unit="money", part="value", value=value, gives_less=1)


def _limit(key: str, label: Words, value: int | None) -> Number:
    return Number(key=key, label=label, unit="count", part="limit", value=value, gives_less=-1, least=1)


def _times(key: str, value: int | None) -> Number:
    return _limit(key, _TIMES, value)


def _threshold(key: str, label: Words, unit: Unit, value: int) -> Number:
    return Number(key=key, label=label, unit=unit, part="threshold", value=value, gives_less=1)


def _step(key: str, value: int) -> Number:
    return replace(_threshold(key, _THRESHOLD, "money", value), least=1)


def _count(key: str, value: int) -> Number:
    return replace(_threshold(key, _PIECES, "count", value), least=1)


def _gifts(key: str, value: int) -> Number:
    return _limit(key, Words("Gifts", "赠品件数"), value)


_FIELDS: Final = {
    "bps": _percent,
    "max_bps": _percent,
    "amount": _amount,
    "off": _amount,
    "price": _price,
    "step": _step,
    "n": _count,
    "qty": _gifts,
    "times": _times,
}
"""Names of fields of benefits that are numbers to turn, and what they are."""
