"""What is not in a piece: said so by the shop, or ruled out by what else it is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.made_of import GEMS, pure_at
from mercery.claims.grammar.parts import alike, part_before, parts_at
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.lexicon import kind_of, parents
from mercery.claims.views import ProductView

TRACES: Final = frozenset({"nickel", "latex"})
"""What somebody may be allergic to, and an alloy or a rubber may hold though its name does not say so."""


def absent(
    reading: Reading,
    segment: Segment,
    token: Token,
    view: ProductView,
    percent: float | None,
    corrected: Sequence[str] = (),
) -> None:
    """Nothing of the material is in it: said so by the shop, or its shares add up without it."""
    if "material" not in view.facts:
        raise Blocked(f"whether “{token.text}” is in it is not known", subject=view.id, attribute="material")
    names = token.of("mat")
    has = [made for made in view.made if any(made.is_of(name) for name in names)]
    if pure_at(segment, token) or percent is not None:
        if percent is None and has and any(made.percent is not None and made.percent < 100 for made in has):
            reading.claim("material", token.text, has[0].fact_id, subject=view.id, qualifier="not pure")
            return
        raise Blocked(f"“{token.text}” cannot be denied", subject=view.id, attribute="material")
    said = any(kind_of(gone, name) or kind_of(name, gone) for gone in view.absent for name in names)
    if not said and not TRACES.isdisjoint(names):
        raise Blocked(f"whether “{token.text}” is in it is not known", subject=view.id, attribute="material")
    parts = parts_at(segment, token) or part_before(reading, segment, token) or corrected
    if parts and view.made:
        own = [made for made in view.made if set(parts) & alike(made.part)]
        if own and not any(made.is_of(name) or name in made.coating for made in own for name in names):
            reading.claim("material", token.text, own[0].fact_id, subject=view.id, part=own[0].part, qualifier="not")
            return
    if not has and any(
        set(parents(name)) & {up for one in made.materials for up in parents(one)}
        for name in names
        for made in view.made
    ):
        reading.claim("material", token.text, view.facts["material"].id, subject=view.id, qualifier="another kind")
        return
    if (
        not has
        and any("part:stone" in clause.denied for clause in view.clauses)
        and all(name in GEMS for name in names)
    ):
        reading.claim("material", token.text, view.facts["material"].id, subject=view.id, qualifier="no stone")
        return
    if has or not (said or view.complete):
        raise Blocked(f"whether “{token.text}” is in it is not known", subject=view.id, attribute="material")
    reading.claim("material", token.text, view.facts["material"].id, subject=view.id, qualifier="none")
