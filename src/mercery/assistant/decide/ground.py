"""What a decision may stand on: products with their facts, policies in force, approved answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from mercery.assistant.goods import Goods
from mercery.assistant.promoting.at_hand import Deals
from mercery.assistant.turns import Material, Ratings
from mercery.claims.facts import Fact
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang, Words
from mercery.knowledge.retrieval import Match
from mercery.promotions.bag_told import BagTold


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyNote:
    """A policy in force as a fact, with where it applies."""

    fact: Fact
    topic: str
    regions: tuple[str, ...] = ()


class Answers(Protocol):
    """The approved answers of the shop."""

    def match(self, text: str, lang: Lang) -> Match:
        """What the message asks for among them."""
        ...

    def exact(self, text: str, lang: Lang) -> str | None:
        """The key of the answer of which `text` is a phrasing, word for word."""
        ...

    def declines(self, text: str, lang: Lang) -> bool:
        """Whether the message asks what the shop has decided not to answer."""
        ...

    def fact(self, key: str) -> Fact | None:
        """The answer as a fact; None when it may not be said (withdrawn, or against a policy in force)."""
        ...

    def question(self, key: str) -> Words:
        """The question it answers."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Everything fetched for one turn."""

    voice: Voice
    shelf: Mapping[str, Goods]
    policies: Sequence[PolicyNote]
    answers: Answers
    of_kind: Sequence[str] = ()
    """Products of the kind the message names (totes, 丝巾), in the shop's order."""
    everything: Sequence[str] = ()
    """Where no kind is named but a price, colour or material is: the range, or as much of it as is looked through."""
    partial: bool = False
    """Whether there may be more products of the kind than were fetched: then neither "none" nor "the cheapest" is said."""
    offered_before: bool = False
    """Whether the last turn was not understood either."""
    notes: Mapping[str, Words] = field(default_factory=dict)
    materials: Sequence[Material] = ()
    """Texts of others that are read beside the message."""
    own_orders: tuple[str, ...] | None = None
    """Numbers of the identified customer's orders; None where nobody is identified."""
    ratings: Mapping[str, Ratings] = field(default_factory=dict)
    """Of products that have reviews."""
    deals: Deals = Deals()  # noqa: RUF009 - frozen
    """Promotions in force and ways to pay in parts, where the message may ask for them."""
    bag: BagTold | None = None
    """The visitor's bag as it is priced now, where the message may ask for it and something is in it."""
