"""What told outcomes brought the shop: orders, and margin net of refunds and of what came back. Pure.

Margin of an order is what its teller said; else what was paid for the goods, without delivery and without the tax the order
names, less what the pieces cost. A refund takes off what went back; the cost of a piece comes back with the piece, and only
then. Fees of platforms and payment are no part of it. An order whose margin cannot be known (a piece without a cost, another
currency, neither margin nor pieces told) is counted as an order, its margin as unknown and never as zero. Cancelled orders
are left out. A refund counts where its order counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.orders.earned import Earned

Pieces = Sequence[tuple[str, int]]
ABOUT_ORDERS: Final = ("order", "refund", "return")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An outcome as it was told, of the visitor at place `unit`. Times in seconds since 1970, amounts in minor units."""

    unit: int
    at: float
    kind: str
    minor: int | None = None
    currency: str | None = None
    margin: int | None = None
    subject: str | None = None
    pieces: Pieces | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """What happened, one place an event: whose, when, and what it adds to each count."""

    unit: NDArray[np.int64]
    at: NDArray[np.float64]
    orders: NDArray[np.float64]
    margin: NDArray[np.float64]
    """Minor units of the shop's currency."""
    unknown: NDArray[np.float64]
    """1 for an order whose margin is not known."""
    returned: NDArray[np.float64]
    """1 for the first time something of an order came back."""
    complaints: NDArray[np.float64]


@dataclass(slots=True)
class _Ledger:
    """Events as they are gathered."""

    costs: Mapping[str, int]
    currency: str
    records: Mapping[str, Earned]
    rows: list[tuple[int, float, float, float, float, float, float]] = field(default_factory=list)
    known: dict[str, bool] = field(default_factory=dict)
    """Orders that count, and whether their margin is known."""
    came_back: set[str] = field(default_factory=set)
    told_margin: set[str] = field(default_factory=set)
    refunded: dict[str, int] = field(default_factory=dict)
    """Told refunds of an order so far, in minor units."""

    def add(
        self, one: Told, *, at: float | None = None, orders: float = 0, margin: float = 0, unknown: float = 0,
        returned: float = 0, complaints: float = 0,
    ) -> None:  # fmt: skip
        """Note an event of that visitor."""
        self.rows.append((one.unit, one.at if at is None else at, orders, margin, unknown, returned, complaints))

    def cost(self, pieces: Pieces) -> int | None:
        """What the pieces cost; None where one of them is not known."""
        known = [self.costs.get(sku) for sku, _ in pieces]
        if not pieces or any(one is None for one in known):
            return None
        return sum(cost * count for cost, (_, count) in zip(known, pieces, strict=True) if cost is not None)

    def first_back(self, subject: str | None) -> float:
        """1 when nothing of this order came back before."""
        if subject is None:
            return 1.0
        if subject in self.came_back:
            return 0.0
        self.came_back.add(subject)
        return 1.0


def worked_out(told: Sequence[Told], records: Mapping[str, Earned], costs: Mapping[str, int], currency: str) -> Events:
    """The events of all outcomes told, the oldest first. `records` are orders on file by number; `costs` what a piece costs
    by SKU, in minor units of `currency`."""
    ledger = _Ledger(costs=costs, currency=currency, records=records)
    for one in told:
        if one.kind == "order":
            _order(ledger, one)
        elif one.kind in ("refund", "return"):
            _went_back(ledger, one)
        elif one.kind == "complaint":
            ledger.add(one, complaints=1)
    return _as_arrays(ledger.rows)


def _order(ledger: _Ledger, one: Told) -> None:
    record = ledger.records.get(one.subject or "")
    if record is not None and record.cancelled:
        return
    margin = _margin(ledger, one, record)
    if one.subject:
        ledger.known[one.subject] = margin is not None
        if one.margin is not None:
            ledger.told_margin.add(one.subject)
    ledger.add(one, orders=1, margin=margin or 0, unknown=0 if margin is not None else 1)
    # Who tells the margin tells what comes back as well.
    for back in record.back if record and one.margin is None else ():
        at = max(back.at.timestamp() if back.at else one.at, one.at)
        off = 0.0
        if record is not None and margin is not None:
            off = back.refund * (1 - record.taxed) - (ledger.cost([(back.sku, back.quantity)]) or 0)
        ledger.add(one, at=at, margin=-off, returned=ledger.first_back(one.subject))


def _margin(ledger: _Ledger, one: Told, record: Earned | None) -> float | None:
    if one.margin is not None:
        return one.margin if one.currency == ledger.currency else None
    if record is not None:
        cost = ledger.cost(record.pieces)
        return None if cost is None or record.currency != ledger.currency else record.paid * (1 - record.taxed) - cost
    if one.pieces is None or one.minor is None or one.currency != ledger.currency:
        return None
    cost = ledger.cost(one.pieces)
    return None if cost is None else one.minor - cost


def _went_back(ledger: _Ledger, one: Told) -> None:
    if one.subject and one.subject not in ledger.known:
        return
    known = ledger.known.get(one.subject or "", True)
    off = _taken_off(ledger, one) if known and one.kind == "refund" else 0.0
    ledger.add(one, margin=-off, returned=ledger.first_back(one.subject))


def _taken_off(ledger: _Ledger, one: Told) -> float:
    """What a refund takes off the margin. Money the order's own record already says went back is not taken twice."""
    if one.currency != ledger.currency:
        return 0.0
    if one.margin is not None:
        return one.margin
    record = None if one.subject in ledger.told_margin else ledger.records.get(one.subject or "")
    if record is not None:
        # In parts or at once: only what is told in all beyond what is on file is taken off.
        on_file, before = sum(back.refund for back in record.back), ledger.refunded.get(one.subject or "", 0)
        so_far = ledger.refunded[one.subject or ""] = before + (one.minor or 0)
        beyond = max(so_far - on_file, 0) - max(before - on_file, 0)
        return beyond * (1 - record.taxed) - ((ledger.cost(one.pieces) or 0) if one.pieces and beyond else 0)
    return (one.minor or 0) - ((ledger.cost(one.pieces) or 0) if one.pieces else 0)


def _as_arrays(rows: Sequence[tuple[int, float, float, float, float, float, float]]) -> Events:
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 7)
    return Events(
        unit=table[:, 0].astype(np.int64),
        at=table[:, 1],
        orders=table[:, 2],
        margin=table[:, 3],
        unknown=table[:, 4],
        returned=table[:, 5],
        complaints=table[:, 6],
    )
