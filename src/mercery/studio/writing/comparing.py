"""What two pieces have in common and where they differ, in the words the shop's answers use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from mercery.claims.facts import Fact
from mercery.claims.frames.comparing import compare_lines
from mercery.claims.plan import About, Compare
from mercery.claims.verify import comparable
from mercery.studio.brief import Brief
from mercery.studio.checking import judge
from mercery.studio.materials import Materials
from mercery.studio.piece import Told

_COMPARED: Final[tuple[Literal["weight", "dimensions"], ...]] = ("dimensions", "weight")


def compared(brief: Brief, materials: Materials, most: int) -> list[Told]:
    """Sentences that set the first product beside the others, where both have the measure."""
    found = []
    for told in _sentences(brief, materials):
        if told.holds:
            found.append(told)
        if len(found) == most:
            break
    return found


def _sentences(brief: Brief, materials: Materials) -> Iterator[Told]:
    first, *others = materials.products
    voice = materials.voice(brief.lang)
    for attribute in _COMPARED:
        for other in others:
            facts = [fact for one in (first, other) if (fact := _fact(materials, one.id, attribute))]
            side = _side(facts)
            if side is None:
                continue
            abouts = [About(product_id=one.id, title=one.title) for one in (first, other)]
            act = Compare(
                about=abouts[0], other=abouts[1], attribute=attribute, side=side, fact_ids=(facts[0].id, facts[1].id)
            )
            for line in compare_lines(act, facts, voice):
                yield judge(line.done(), materials, writer="code", lang=brief.lang)


def _fact(materials: Materials, product: str, attribute: str) -> Fact | None:
    return next((one for one in materials.facts if one.subject.id == product and one.attribute == attribute), None)


def _side(facts: list[Fact]) -> Literal["under", "over"] | None:
    found = [comparable(fact) for fact in facts]
    if len(found) < 2 or found[0] is None or found[1] is None:
        return None
    (kind, own), (other_kind, others) = found[0], found[1]
    if kind != other_kind or len(own) != len(others) or own == others:
        return None
    pairs = list(zip(own, others, strict=True))
    if all(one <= other for one, other in pairs):
        return "under"
    return "over" if all(one >= other for one, other in pairs) else None
