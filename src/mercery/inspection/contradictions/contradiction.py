"""A statement that a fact contradicts."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.i18n import Words
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """Where it was said, which fact holds instead, and why the two do not go together."""

    turn: int
    quote: str
    fact: Fact
    why: Words
    clause: Clause | None = None
    grants: bool = False
    """Whether the words grant the customer something, rather than tell how it is."""


def contradiction(
    saying: Saying, clause: Clause | None, fact: Fact, why: Words, *, grants: bool = False
) -> Contradiction:
    """With the agent's own words of the clause."""
    return Contradiction(turn=saying.turn, quote=saying.quote(clause), fact=fact, why=why, clause=clause, grants=grants)
