"""An offer that a sales associate shares: chosen pieces behind a link. Pure.

A shared offer holds which pieces, never what they cost: prices and stock are read when it is opened, so that what a
client sees is what holds at that moment. It is its maker's, it ends on a day, and it can be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang
from mercery.guide.features import ALLERGENS, is_allergen
from mercery.guide.need import Wish

MOST_PIECES: Final = 8
LONGEST_NOTE: Final = 600
LONGEST_LIFE: Final = timedelta(days=60)
Standing = Literal["open", "expired", "withdrawn"]
_PRIVATE: Final = frozenset({"price", "delivery", "product", "audience", "size"})
Happened = Literal["opened", "put_in_bag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPiece:
    """One piece of an offer, in one variant."""

    product_id: str
    variant_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOffer:
    """Pieces a person of the shop chose for somebody."""

    id: str
    token: str
    """What the link ends with; nobody can guess it."""
    staff_id: str
    by: str
    """The associate's name, as the client reads it."""
    customer_id: str | None
    """The client it is for, where the shop knows the person."""
    addressee: str
    """How the client is greeted; may be empty."""
    lang: Lang
    currency: str
    note: str
    """The associate's own words, checked before the link existed."""
    pieces: tuple[SharedPiece, ...]
    wishes: tuple[Wish, ...] = ()
    """What the client wanted when the pieces were chosen. Whether a piece meets them is looked at anew each time."""
    created_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None = None
    conversation_id: str | None = None

    @property
    def last_moment(self) -> datetime:
        """What ends at midnight holds until the day before."""
        return self.expires_at - timedelta(seconds=1)

    def standing(self, at: datetime) -> Standing:
        """Whether its link leads to the pieces at a moment."""
        if self.withdrawn_at is not None and self.withdrawn_at <= at:
            return "withdrawn"
        return "open" if at < self.expires_at else "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A piece of the offer in an order the client placed after it was shared."""

    product_id: str
    order_number: str
    at: datetime
    same_variant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an offer."""

    first_opened: datetime | None = None
    last_opened: datetime | None = None
    readers: int = 0
    """Browsers that opened it, the associate's own left out."""
    in_bag: tuple[str, ...] = ()
    """Variants put into a bag from its page."""
    bought: tuple[Bought, ...] = ()


def checked(
    pieces: Sequence[SharedPiece], note: str, expires_at: datetime, *, now: datetime
) -> tuple[tuple[SharedPiece, ...], str]:
    """Pieces and note as they are kept; Invalid names every field that cannot be."""
    each = tuple({one.variant_id: one for one in pieces}.values())
    said = note.strip()
    problems = []
    if not 1 <= len(each) <= MOST_PIECES:
        problems.append(
            Problem(
                message=f"Choose between 1 and {MOST_PIECES} pieces.",
                field="pieces",
                remedy="Add or remove pieces.",
                zh=f"请选择 1 至 {MOST_PIECES} 件商品。",
            )
        )
    if len(said) > LONGEST_NOTE:
        problems.append(
            Problem(
                message=f"A note has at most {LONGEST_NOTE} signs.",
                field="note",
                remedy="Shorten it.",
                zh=f"备注最多 {LONGEST_NOTE} 字，请精简。",
            )
        )
    if not now < expires_at <= now + LONGEST_LIFE:
        problems.append(
            Problem(
                message=f"An offer ends within {LONGEST_LIFE.days} days from now.",
                field="expires_at",
                remedy="Choose a day in that time.",
                zh=f"分享的推荐须在今后 {LONGEST_LIFE.days} 天内到期，请重选日期。",
            )
        )
    if problems:
        raise Invalid(
            "The offer cannot be shared like this.", problems=tuple(problems), zh="暂时不能这样分享，请按提示修改。"
        )
    return each, said


def told_to_readers(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """The wishes that may stand on the page of an offer: a link is passed on, so neither a budget nor a size, nor what
    somebody cannot bear."""
    return tuple(wish for wish in wishes if _may_be_told(wish) and (wish.label.en or wish.label.zh))


def _may_be_told(wish: Wish) -> bool:
    """Wool may be disliked or not borne: of a substance people react to, nobody else is told that it is avoided."""
    avoided = wish.unwanted and any(value in ALLERGENS for value in (*wish.values, wish.term))
    return wish.kind not in _PRIVATE and not is_allergen(wish) and not avoided
