"""The dark band of the home page: a question about the first piece with its answer from the record, and who answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.values import Statement, Text
from mercery.core.clock import now
from mercery.knowledge.service import answers_to_say
from mercery.storefront.rules import PolicyLine, first_of
from mercery.storefront.speech import Said, said
from mercery.storefront.visit import Visit

STARTERS: Final = 3
_WHOLE_SENTENCE: Final = 24
"""A value of so many letters or more can stand as an answer by itself (half as many in Chinese)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBand:
    """What the band shows."""

    name: str
    """The assistant's name; empty for visitors of its hold-out, who reach a person."""
    question: str
    answer: Said | None
    starters: tuple[str, ...]
    person: PolicyLine | None
    """When a person can be reached, as the shop's policy says."""


async def ask_band(visit: Visit, piece: Product) -> AskBand | None:
    """The band about `piece`; None where its record has nothing that answers a question."""
    care = next((fact for fact in product_facts(piece, visit.shop) if fact.attribute == "care"), None)
    if care is None or not _speaks(care, visit):
        return None
    title = piece.title.text(visit.lang)
    slot = visit.assistant()
    answers = await answers_to_say(visit.session, visit.shop.id, visit.lang, now())
    step = max(1, len(answers) // STARTERS)
    notes = await visit.policies()
    return AskBand(
        name=slot.name if slot.shown else "",
        question=visit.say(f"How do I look after the {title}?", f"{title}怎么保养？"),
        answer=said(care, visit.lang, visit.shop.timezone),
        starters=tuple(one.question.text(visit.lang) for one in answers[::step][:STARTERS]),
        person=next(iter(first_of(notes, ("contact",))), None),
    )


def _speaks(fact: Fact, visit: Visit) -> bool:
    if not isinstance(fact.value, Text | Statement):
        return False
    return len(said(fact, visit.lang, visit.shop.timezone).text) >= (
        _WHOLE_SENTENCE // 2 if visit.zh else _WHOLE_SENTENCE
    )
