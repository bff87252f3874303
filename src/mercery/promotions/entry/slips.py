"""What a hand can do to a rule: one digit more or less, the decimal point, percent for 折 or for an amount, two fields
changed over. Each slip turned round gives a rule that may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from mercery.core.money import minor_digits
from mercery.promotions.entry.flags import FlagKind
from mercery.promotions.rules.benefit import (
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Tiers,
)  # fmt: skip
from mercery.promotions.rules.rule import Rule

_ALL: Final = 10_000
_FACTORS: Final = ((10, 0.01), (100, 0.003), (1000, 0.001))
_LEFT, _DIGIT, _AMOUNT_RATE, _SWAP = 0.012, 0.006, 0.004, 0.01
"""How often each happens. More than a careful hand does: what is missed costs far more than a second look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip turned round."""

    kind: FlagKind
    field: str
    meant: Rule
    weight: float


def slips(rule: Rule, currency: str) -> Iterator[Slip]:
    """Every rule that is one slip away."""
    yield from _amounts(rule, currency)
    yield from _rates(rule)
    yield from _kinds(rule, currency)
    yield from _swaps(rule)


def _amounts(rule: Rule, currency: str) -> Iterator[Slip]:
    """One digit or two more or less in one amount."""
    for field, value, changed in _fields(rule):
        for factor, weight in _FACTORS:
            kind: FlagKind = "minor_units" if factor == 10 ** minor_digits(currency) else "factor"
            yield Slip(kind=kind, field=field, meant=changed(value * factor), weight=weight)
            if value % factor == 0 and value > factor:
                yield Slip(kind=kind, field=field, meant=changed(value // factor), weight=weight)


def _fields(rule: Rule) -> Iterator[tuple[str, int, Any]]:
    """Typed amounts: name, value, and the rule with another one."""
    benefit = rule.benefit
    if rule.need_amount:
        yield "need_amount", rule.need_amount, lambda value: replace(rule, need_amount=value)
    for name in _AMOUNTS.get(type(benefit), ()):
        value = getattr(benefit, name)
        if isinstance(value, int) and value > 0:
            yield f"benefit.{name}", value, _with(rule, name)
    if isinstance(benefit, PerLine) and benefit.by == "off":
        yield "benefit.value", benefit.value, _with(rule, "value")
    if isinstance(benefit, Tiers):
        yield from _step_fields(rule, benefit)
    if isinstance(benefit, Fix):
        for sku, price in benefit.prices.items():
            yield f"benefit.prices.{sku}", price, _price_with(rule, benefit, sku)


_AMOUNTS: Final[dict[type, tuple[str, ...]]] = {
    Off: ("amount",), Every: ("step", "off"), Fix: ("price",), Bundle: ("price",), Gift: ("step",),
    Deposit: ("pay", "worth"),
}  # fmt: skip


def _with(rule: Rule, name: str) -> Any:
    return lambda value: replace(rule, benefit=replace(rule.benefit, **{name: value}))


def _price_with(rule: Rule, benefit: Fix, sku: str) -> Any:
    return lambda value: replace(rule, benefit=replace(benefit, prices={**benefit.prices, sku: value}))


def _step_fields(rule: Rule, benefit: Tiers) -> Iterator[tuple[str, int, Any]]:
    for place, (threshold, gives) in enumerate(benefit.steps):
        if benefit.by == "amount":
            yield f"benefit.steps[{place}].threshold", threshold, _step_with(rule, benefit, place, threshold=True)
        if isinstance(gives, Off):
            yield f"benefit.steps[{place}].amount", gives.amount, _step_with(rule, benefit, place, threshold=False)


def _step_with(rule: Rule, benefit: Tiers, place: int, *, threshold: bool) -> Any:
    def changed(value: int) -> Rule:
        steps = list(benefit.steps)
        start, gives = steps[place]
        if threshold:
            steps[place] = (value, gives)
        elif isinstance(gives, Off):
            steps[place] = (start, replace(gives, amount=value))
        return replace(rule, benefit=replace(benefit, steps=tuple(steps)))

    return changed


def _rates(rule: Rule) -> Iterator[Slip]:
    """80 % off for 8折, 8.5 % for 8.5折, 85 % for 8.5 %, 2 % for 20 %."""
    for field, bps, changed in _rate_fields(rule):
        ways = (
            ("percent_left", _ALL - bps, _LEFT),
            ("percent_digit", bps * 10, _DIGIT),
            ("percent_digit", bps // 10 if bps % 10 == 0 else 0, _DIGIT),
            ("percent_left", _ALL - bps * 10, _DIGIT),
        )
        for kind, meant, weight in ways:
            if 0 < meant < _ALL and meant != bps:
                yield Slip(kind="percent_left" if kind == "percent_left" else "percent_digit", field=field,
                           meant=changed(meant), weight=weight)  # fmt: skip


def _rate_fields(rule: Rule) -> Iterator[tuple[str, int, Any]]:
    benefit = rule.benefit
    if isinstance(benefit, Pct | BuyGet):
        yield "benefit.bps", benefit.bps, _with(rule, "bps")
    elif isinstance(benefit, PerLine) and benefit.by == "pct":
        yield "benefit.value", benefit.value, _with(rule, "value")
    elif isinstance(benefit, Tiers):
        for place, (start, gives) in enumerate(benefit.steps):
            if isinstance(gives, Pct):
                yield f"benefit.steps[{place}].bps", gives.bps, _rate_step(rule, benefit, place, start)


def _rate_step(rule: Rule, benefit: Tiers, place: int, start: int) -> Any:
    def changed(value: int) -> Rule:
        steps = list(benefit.steps)
        steps[place] = (start, Pct(bps=value))
        return replace(rule, benefit=replace(benefit, steps=tuple(steps)))

    return changed


def _kinds(rule: Rule, currency: str) -> Iterator[Slip]:
    """20 off for 20 % off, and the other way round."""
    unit = 10 ** minor_digits(currency)
    benefit = rule.benefit
    if isinstance(benefit, Off) and benefit.amount % unit == 0 and 1 <= benefit.amount // unit <= 95:
        rate = Pct(bps=benefit.amount // unit * 100)
        yield Slip(kind="percent_amount", field="benefit", meant=replace(rule, benefit=rate), weight=_AMOUNT_RATE)
    if isinstance(benefit, Pct) and benefit.bps % 100 == 0 and rule.need_amount:
        amount = Off(amount=benefit.bps // 100 * unit)
        yield Slip(kind="percent_amount", field="benefit", meant=replace(rule, benefit=amount), weight=_AMOUNT_RATE)


def _swaps(rule: Rule) -> Iterator[Slip]:
    """Threshold and amount changed over."""
    benefit = rule.benefit
    if isinstance(benefit, Off) and rule.need_amount and rule.need_amount != benefit.amount:
        meant = replace(rule, need_amount=benefit.amount, benefit=replace(benefit, amount=rule.need_amount))
        yield Slip(kind="swapped", field="need_amount", meant=meant, weight=_SWAP)
    if isinstance(benefit, Every) and benefit.step != benefit.off:
        meant = replace(rule, benefit=replace(benefit, step=benefit.off, off=benefit.step))
        yield Slip(kind="swapped", field="benefit.step", meant=meant, weight=_SWAP)
    if isinstance(benefit, Deposit) and benefit.pay > benefit.worth:
        meant = replace(rule, benefit=replace(benefit, pay=benefit.worth, worth=benefit.pay))
        yield Slip(kind="swapped", field="benefit.pay", meant=meant, weight=_SWAP)
    if isinstance(benefit, Tiers) and benefit.by == "amount":
        turned = [
            (gives.amount, replace(gives, amount=start)) for start, gives in benefit.steps if isinstance(gives, Off)
        ]
        if len(turned) == len(benefit.steps):
            meant = replace(rule, benefit=replace(benefit, steps=tuple(sorted(turned, key=lambda one: one[0]))))
            yield Slip(kind="swapped", field="benefit.steps", meant=meant, weight=_SWAP)
