"""What the sales monitor counts: figures of a set of orders, and how two sets differ. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Amounts in minor units of one currency."""

    orders: int = 0
    pieces: int = 0
    """As ordered."""
    returned: int = 0
    """Of them, came back."""
    paid: int = 0
    """What customers paid, with delivery and tax."""
    refunds: int = 0
    """What went back of it, whenever that was."""
    goods: int = 0
    """What was kept for goods alone: paid, less refunds."""
    known: int = 0
    """Of `goods`, those whose cost is known."""
    margin: int = 0
    """Of these: kept, less tax where it is known, less the cost of the pieces that did not come back."""
    taxless: int = 0
    """Of `known`, what orders that do not tell their tax kept: their margin still contains it."""

    @property
    def revenue(self) -> int:
        """What was kept: paid less refunds."""
        return self.paid - self.refunds

    @property
    def without_cost(self) -> float:
        """The share of goods revenue whose cost is not known; 0 where nothing was sold."""
        return (self.goods - self.known) / self.goods if self.goods else 0.0

    @property
    def margin_share(self) -> float | None:
        """Margin of each unit of money kept for goods of known cost; None where there is none."""
        return self.margin / self.known if self.known > 0 else None

    @property
    def refund_share(self) -> float:
        """Refunds of each unit paid."""
        return self.refunds / self.paid if self.paid else 0.0

    @property
    def empty(self) -> bool:
        """Whether nothing was sold."""
        return not (self.orders or self.paid or self.pieces)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            orders=self.orders + other.orders, pieces=self.pieces + other.pieces, returned=self.returned + other.returned,
            paid=self.paid + other.paid, refunds=self.refunds + other.refunds, goods=self.goods + other.goods,
            known=self.known + other.known, margin=self.margin + other.margin, taxless=self.taxless + other.taxless,
        )  # fmt: skip

    def __neg__(self) -> Figures:
        return Figures(**{one.name: -getattr(self, one.name) for one in fields(self)})


NOTHING = Figures()


def change(now: int, before: int | None) -> float | None:
    """How much more, as a share of before; None where nothing can be said: no figure, or none to compare with."""
    return (now - before) / before if before is not None and before > 0 else None
