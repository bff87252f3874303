"""What is asked of the recommendations, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, get_args

Placement = Literal["home", "completes", "instead", "bag", "after_order", "assistant", "guide", "email", "live"]
"""Where it is shown. `completes` and `instead` are the two rows of a product's page."""
ReasonKind = Literal[
    "completes",
    "runs_out",
    "again",
    "bought_with",
    "looked_at_with",
    "like_it",
    "same_family",
    "loved",
    "new",
    "chosen",
]
"""Why a piece is shown. `completes`: fits a piece by its attributes. `runs_out`: bought, and used up about now. `again`:
often bought again. `bought_with`, `looked_at_with`: by others. `like_it`: resembles what was looked at. `loved`: many buy it. `chosen`: the shop put it there."""
PassedKind = Literal["owned", "has_one", "not_for_me", "have_it", "shown_here", "sold_out", "rule", "not_yet"]
"""Why a piece is not shown. `owned`: this piece was bought. `has_one`: bought one of its kind, of which one is enough for
years. `not_for_me`, `have_it`: the customer said so. `shown_here`: it is on the page already. `not_yet`: not used up yet."""
PLACEMENTS: Sequence[Placement] = get_args(Placement)
SayWhat = Literal["not_for_me", "have_it"]
"""What a person may say of a piece; it counts at once and wherever they are."""
Asks = Literal["orders", "everything"]
"""What a shop asks before it uses it: orders of customers, or also what a browser did."""
FEWEST: Final = 5
"""Fewer people than this are nowhere counted aloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person: a customer who is signed in, else a browser."""

    customer_id: str = ""
    visitor_id: str = ""

    @property
    def known(self) -> bool:
        """Whether there is anybody."""
        return bool(self.customer_id or self.visitor_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person said of a piece."""

    product_id: str
    what: SayWhat
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request. Who asks is known by the customer, or by the visitor alone; with neither nothing personal is used."""

    placement: Placement
    visitor_id: str = ""
    customer_id: str = ""
    about: tuple[str, ...] = ()
    """Product ids it is about: the page's piece, the pieces of the bag or of the order."""
    leave_out: tuple[str, ...] = ()
    """Product ids that are shown already."""
    limit: int = 4

    @property
    def who(self) -> Who:
        """The person who asks."""
        return Who(customer_id=self.customer_id, visitor_id=self.visitor_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a piece is shown; said in words by `reasons.py`, from facts."""

    kind: ReasonKind
    about: str = ""
    """The product it is because of."""
    count: int = 0
    """How many orders or visitors say so, where the kind counts."""
    at: date | None = None
    """When the product it is because of was bought, or when it is used up."""
    attributes: tuple[str, ...] = ()
    """Names of the attributes the two share, for `completes` and `like_it`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A piece to show."""

    product_id: str
    reason: Reason
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A piece that would have been shown, and why it is not."""

    product_id: str
    kind: PassedKind
    because_of: str = ""
    """The product bought, for `has_one`; the rule's id, for `rule`."""
    until: date | None = None
    """From this day it may be shown again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """The answer: pieces in order, and those passed over, best first."""

    pieces: tuple[Recommendation, ...] = ()
    passed: tuple[Passed, ...] = ()
    personal: bool = False
    """Whether anything known about this person was used."""
