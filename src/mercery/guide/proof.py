"""What shows that a piece meets a wish. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mercery.catalog.product import Variant
from mercery.claims.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The fact that shows it. Empty where what is unwanted is simply not there."""

    fact_id: str = ""
    attribute: str = ""


NOTHING_SPEAKS_AGAINST: Final = Proof()


def proved(fact: Fact | None, attribute: str = "") -> Proof:
    """The proof that a fact gives; without one, that nothing speaks against it."""
    return Proof(fact_id=fact.id, attribute=attribute or fact.attribute) if fact else NOTHING_SPEAKS_AGAINST


def chosen_of(variant: Variant, option: str) -> Proof:
    """The fact of what a variant is chosen by, by its id, as `catalog.facts` makes it."""
    return Proof(fact_id=f"variant:{variant.id}/{option}@{variant.version}", attribute=option)
