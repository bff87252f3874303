"""How deep a rule goes: each typed amount as a share of what it is taken off, by the kind of rule, and the threshold as a
multiple of what goods usually cost. Amounts themselves say little: 50 off is nothing on a bag and everything on a soap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mercery.promotions.entry.prices import Prices
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
    Points,
    Ship,
    Tiers,
)  # fmt: skip
from mercery.promotions.rules.rule import Rule

Family = Literal[
    "pct", "pct_need", "pct_more", "off_need", "off_open", "off_unit", "every", "fix", "bundle", "buyget", "deposit",
    "deposit_worth", "gift", "ship", "points",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Depth:
    """One typed value of a rule, measured."""

    family: Family
    depth: float | None
    """The share taken off (1: all of it); None where nothing is known of prices."""
    level: float | None = None
    """The threshold as a multiple of the usual price in scope."""
    exact: int | None = None
    """Basis points, where a rate was typed: people type round ones."""


def depths(rule: Rule, prices: Prices) -> tuple[Depth, ...]:
    """Every typed value of the rule."""
    return tuple(_depths(rule, prices))


def _depths(rule: Rule, prices: Prices) -> Iterator[Depth]:
    typical = prices.typical(rule.scope)
    level = rule.need_amount / typical if rule.need_amount and typical else None
    match rule.benefit:
        case Pct(bps=bps):
            family: Family = "pct_more" if rule.basis == "running" or (rule.who and bps <= 1500) else "pct"
            yield Depth("pct_need" if rule.need_amount or rule.need_qty else family, bps / 10_000, level, bps)
        case Off(amount=amount, per="unit"):
            yield Depth("off_unit", amount / typical if typical else None, level)
        case Off(amount=amount):
            if rule.need_amount:
                yield Depth("off_need", amount / rule.need_amount, level)
            else:
                yield Depth("off_open", amount / typical if typical else None)
        case Every(step=step, off=off):
            yield Depth("every", off / step if step else 1.0, step / typical if typical else None)
        case Tiers():
            yield from _steps(rule.benefit, typical)
        case PerLine(by="pct", value=value):
            yield Depth("pct", value / 10_000, level, value)
        case PerLine(value=value):
            yield Depth("off_unit", value / typical if typical else None, level)
        case _:
            yield from _others(rule, prices, typical, level)


def _steps(benefit: Tiers, typical: float | None) -> Iterator[Depth]:
    for threshold, gives in benefit.steps:
        amount = benefit.by == "amount"
        level = threshold / typical if amount and typical else None
        if isinstance(gives, Pct):
            yield Depth("pct_need", gives.bps / 10_000, level, gives.bps)
        elif amount:
            yield Depth("off_need", gives.amount / threshold if threshold else 1.0, level)
        else:
            whole = typical * (1 if gives.per == "unit" else threshold) if typical else None
            yield Depth("off_unit", gives.amount / whole if whole else None)


def _others(rule: Rule, prices: Prices, typical: float | None, level: float | None) -> Iterator[Depth]:
    match rule.benefit:
        case Fix(price=price, prices=listed):
            if price is not None:
                yield Depth("fix", 1 - price / typical if typical else None)
            for sku, own in listed.items():
                known = prices.skus.get(sku)
                yield Depth("fix", 1 - own / known.price if known and known.price else None)
        case Bundle(n=count, price=price):
            yield Depth("bundle", 1 - price / (count * typical) if typical else None)
        case BuyGet(bps=bps):
            yield Depth("buyget", bps / 10_000, None, bps)
        case Deposit(pay=pay, worth=worth):
            yield Depth("deposit_worth", worth / pay if pay else 1000.0)
            yield Depth("deposit", (worth - pay) / typical if typical else None, pay / typical if typical else None)
        case Gift(gift=gift, qty=qty, step=step):
            asked = step or rule.need_amount
            known = prices.skus.get(gift)
            share = known.price * qty / asked if known and asked else None
            yield Depth("gift", share, asked / typical if asked and typical else None)
        case Points(rate=rate):
            yield Depth("points", float(rate))
        case Ship():
            yield Depth("ship", None, level)
        case _:
            return
