"""The part of a decision that answers one question."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.assistant.turns import Choice
from mercery.claims.facts import Fact
from mercery.claims.plan import Act, HandOverReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Acts and the facts they name, with the rule that made them."""

    rule: str
    acts: tuple[Act, ...] = ()
    facts: tuple[Fact, ...] = ()
    choices: tuple[Choice, ...] = ()
    hand_over: HandOverReason | None = None
    shown: tuple[str, ...] = ()
    understood: bool = True
    offer_person: bool = False
