"""What one message is heard in: the need so far, what was shown last, and the shop. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mercery.core.i18n import Lang
from mercery.guide.hearing.known import KnownGoods, Piece, Schema
from mercery.guide.need import Need, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Everything around a message."""

    need: Need
    shown: Sequence[Shown]
    known: KnownGoods
    lang: Lang
    turn: int
    today: date
    paid_in: str | None = None
    """The currency an amount is in where nothing said names one."""

    @property
    def schema(self) -> Schema:
        """The shop's own words."""
        return self.known.schema

    @property
    def last(self) -> tuple[Piece, ...]:
        """The pieces of the latest offer that are not refused already, in the order they were shown."""
        latest = max((one.turn for one in self.shown), default=0)
        gone = {value for wish in self.need.of("product", unwanted=True) for value in wish.values}
        return tuple(
            self.known.pieces[one.product_id]
            for one in self.shown
            if one.turn == latest and one.product_id in self.known.pieces and one.product_id not in gone
        )

    @property
    def latest(self) -> tuple[Piece, ...]:
        """All the pieces of the latest offer, in the order they were shown: what "the first one" counts in."""
        turn = max((one.turn for one in self.shown), default=0)
        return tuple(
            self.known.pieces[one.product_id]
            for one in self.shown
            if one.turn == turn and one.product_id in self.known.pieces
        )

    @property
    def told_currency(self) -> str | None:
        """The currency of the prices that were told."""
        told = {
            piece.price.currency
            for one in self.shown
            if one.priced and (piece := self.known.pieces.get(one.product_id)) and piece.price
        }
        return told.pop() if len(told) == 1 else None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of goods wanted so far, else those of what was shown last."""
        wished = [kind for one in self.need.of("feature") if one.name == "kind" for kind in one.values]
        named = [one.term for one in self.need.of("category") if one.term]
        return tuple(wished or [kind for term in named for kind in term.split("/")] or [kind for one in self.last for kind in one.kinds])  # fmt: skip

    @property
    def categories(self) -> tuple[str, ...]:
        """Categories wanted so far, else the top ones of what was shown last."""
        wished = [value for one in self.need.of("category") for value in one.values]
        return tuple(wished or dict.fromkeys(one.categories[0] for one in self.last if one.categories))
