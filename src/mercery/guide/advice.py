"""What the guide answers: at most four offers with reasons, what was given up, and at most one question. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.guide.need import Need, Wish

MOST_OFFERS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a piece is offered: a wish it meets, and the fact that shows it."""

    wish: Wish
    fact_id: str
    attribute: str
    """The attribute of the fact, for the frame that says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One piece, in the variant that meets everything together."""

    product_id: str
    variant_id: str
    price_fact_id: str
    reasons: tuple[Reason, ...] = ()
    misses: tuple[Wish, ...] = ()
    """Wishes it does not meet; only where they were given up openly."""
    back_on: date | None = None
    """Of a near miss: it meets everything and is sold out; the day the shop expects it back."""
    stock_fact_id: str = ""
    """The fact that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question, with how many pieces it leaves."""

    words: Words
    wish: Wish
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is worth asking next: the wish kind whose answer is expected to tell most."""

    kind: str
    """A wish kind, or the name of an attribute."""
    words: Words
    choices: tuple[Choice, ...] = ()
    gain: float = 0.0
    """Expected information in bits over the pieces that are left."""


Outcome = Literal["offer", "ask", "none", "unclear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One turn of the guide."""

    outcome: Outcome
    """`none`: nothing fits, and nothing is offered as fitting; `near` and `given_up` say what would."""
    need: Need
    offers: tuple[Offered, ...] = ()
    given_up: tuple[Wish, ...] = ()
    """Wishes left out openly, the least important first; never a `must` that was said in so many words, unless asked."""
    near: tuple[Offered, ...] = ()
    """Pieces that miss something, shown apart as what they are."""
    question: Question | None = None
    left: int = 0
    """Pieces that meet everything. With `none`: they were shown before, and others were asked for."""
    comparing: tuple[str, ...] = ()
    """Ids of products to be set side by side."""
