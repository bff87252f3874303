"""What a rule gives. A closed union by `kind`; amounts in minor units, rates in basis points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mercery.promotions.rules.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Pct:
    """`bps` of the basis: 2000 = 20 % off = 8折."""

    bps: int
    kind: Literal["pct"] = "pct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """An amount off, once for the order or for each unit in scope."""

    amount: int
    per: Literal["order", "unit"] = "order"
    kind: Literal["off"] = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Each unit in scope costs `price`, or what `prices` says for its SKU; never more than it cost before. Flash prices
    and member prices are this with a period or an audience."""

    price: int | None = None
    prices: Mapping[str, int] = field(default_factory=dict)
    kind: Literal["fix"] = "fix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """`off` for every full `step` of the amount in scope, `times` at most: "every 300 minus 50"."""

    step: int
    off: int
    times: int | None = None
    kind: Literal["every"] = "every"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The benefit of the highest threshold reached; nothing below the first. Thresholds are amounts, or units where
    `by` is quantity ("two pieces 10 % off, three pieces 20 %")."""

    steps: tuple[tuple[int, Pct | Off], ...]
    by: Literal["amount", "quantity"] = "amount"
    kind: Literal["tiers"] = "tiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyGet:
    """Of every `n + m` units in scope, `m` get `bps` off (10000 = free): the cheapest of the cart, or the dearest, or
    the cheapest `m` of each group, the groups being filled from the dearest unit down (`grouped`: what a buyer gets who
    pays each group alone).

    With `get`, `n` units of the rule's scope earn `m` units of `get`. `partial`: an unfinished group counts once its
    `n` are there ("buy 2 get 1" on 5: 2+1, 2 and none; on a group of n=1, m=5 with 4 units, 3 are free).
    """

    n: int
    m: int
    bps: int = 10_000
    times: int | None = None
    pick: Literal["cheapest", "dearest", "grouped"] = "cheapest"
    partial: bool = False
    get: Scope | None = None
    kind: Literal["buyget"] = "buyget"


@dataclass(frozen=True, slots=True, kw_only=True)
class PerLine:
    """For each line in scope, an amount or a rate off its units: not the first `skip` of them ("from the second on"),
    and none after the first `max_units`. With `sets_of` only units of full sets of so many count, filled from the lines
    with the most units ("in packs of 3")."""

    by: Literal["pct", "off"]
    value: int
    max_units: int | None = None
    skip: int = 0
    sets_of: int | None = None
    kind: Literal["perline"] = "perline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Any `n` units in scope for `price` together ("3 for 99"), the dearest units first; `times` at most."""

    n: int
    price: int
    times: int | None = None
    kind: Literal["bundle"] = "bundle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """`qty` units of SKU `gift`, once, or for every full `step` of the amount in scope, `times` at most."""

    gift: str
    qty: int = 1
    step: int | None = None
    times: int | None = None
    kind: Literal["gift"] = "gift"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship:
    """Off the delivery fee: a rate, or an amount. Neither: free delivery."""

    bps: int | None = None
    amount: int | None = None
    kind: Literal["ship"] = "ship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Points pay `rate` minor units each, for at most `max_bps` of the amount in scope."""

    rate: int
    max_bps: int = 10_000
    kind: Literal["points"] = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """A deposit of `pay` a unit that counts as `worth` on the final payment ("pay 50, counts as 100"). The discount is
    `worth - pay` a unit; the deposit itself is paid first and is not refunded unless `refundable`."""

    pay: int
    worth: int
    refundable: bool = False
    kind: Literal["deposit"] = "deposit"


Benefit: TypeAlias = Pct | Off | Fix | Every | Tiers | BuyGet | PerLine | Bundle | Gift | Ship | Points | Deposit
