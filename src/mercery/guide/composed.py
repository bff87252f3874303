"""Materials: of the main part where one is wanted, of every part where one is not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.lexicon import kind_of, parents
from mercery.claims.views import Made
from mercery.claims.vocabulary import same_or_kind_of
from mercery.guide.considered import Considered
from mercery.guide.need import Wish
from mercery.guide.proof import NOTHING_SPEAKS_AGAINST, Proof, proved

MAIN_PARTS: Final = ("main", "shell", "upper", "frame", "case", "body")
"""Parts a piece is called after, the first that is there; stones and metals without a part stand beside them."""
_TOO_WIDE: Final = frozenset({"metal", "plastic", "wax"})
_WHOLE: Final = 100
_MOST: Final = 50
_TOLD: Final = ("description", "notes")
_FREE: Final = re.compile(r"\w[\s-]free\b|\bimitation\b")
"""The grammar reads "leather-free" as speaking of leather."""


def made_as_wished(one: Considered, wish: Wish) -> Proof | None:
    """What shows that the main part is of one of the materials, or that no part is of any that is unwanted."""
    if wish.unwanted:
        return _without(one, wish.values)
    main = _main(one)
    for made in main:
        if any(_is_of(made, value) for value in wish.values) and _enough(made, main, pure=wish.pure):
            return Proof(fact_id=made.fact_id, attribute="material")
    return None


def families(one: Considered) -> frozenset[str]:
    """What it is mainly made of, in the widest words: leather for lambskin, wool for merino."""
    main = _main(one)
    return frozenset(
        _widest(name)
        for made in main
        for name in made.materials
        if _enough(made, main, pure=False) and _is_of(made, name)
    )


@cache
def _widest(name: str) -> str:
    above = [one for one in parents(name) if one not in _TOO_WIDE]
    return _widest(above[0]) if above else name


def _main(one: Considered) -> list[Made]:
    """The parts that stand for the piece."""
    loose = [made for made in one.made if made.part == "other"]
    first = one.made[0] if one.made else None
    if first is not None and first.materials == {first.part}:
        # "Glass; plastic": the material has the name of a part, and what stands first is what the piece is of.
        return [first, *(made for made in one.made if made.part == "main")]
    for part in MAIN_PARTS:
        found = [made for made in one.made if made.part == part]
        if found:
            return [*found, *loose] if part == "main" else found
    return loose or list(one.made[:1])


def _is_of(made: Made, asked: str) -> bool:
    """Whether a part is of the material or a kind of it. What a bracket explains (`vermeil (gold over silver)`) is not
    what the piece is of."""
    names = made.materials - {"silver", "sterling silver"} if "gold vermeil" in made.materials else made.materials
    return any(kind_of(name, asked) for name in names)


def _enough(made: Made, main: list[Made], *, pure: bool) -> bool:
    """Pure is nothing beside it; else it has to be the larger share, where shares are stated."""
    others = [one for one in main if one is not made and one.part == made.part]
    if pure:
        return made.percent == _WHOLE or (made.percent is None and not others and len(made.materials) == 1)
    if made.percent is None:
        return True
    largest = max((one.percent for one in main if one.percent is not None), default=made.percent)
    return made.percent >= _MOST or made.percent == largest


def _without(one: Considered, unwanted: Iterable[str]) -> Proof | None:
    """None where a part is of it, or where nothing tells what the piece is of."""
    asked = list(unwanted)
    if any(kind_of(name, value) for made in one.made for name in made.materials | made.coating for value in asked):
        return None
    if any(same_or_kind_of(material, value) for material in one.beside for value in asked):
        return None
    if any(_told_of(clause, value) for clause in one.view.clauses if clause.attribute in _TOLD for value in asked):
        return None
    fact = one.facts.get("material")
    return proved(fact) if fact else NOTHING_SPEAKS_AGAINST if _not_goods_of_material(one) else None


def _told_of(clause: Clause, asked: str) -> bool:
    """Whether a text speaks of the material, as of a part that the shop lists nowhere else ("with calf leather handles"). A
    comparison counts too: rather one piece too few than leather for somebody who does without it."""
    if _FREE.search(clause.text):
        return False
    return any(key.startswith("mat:") and kind_of(key.removeprefix("mat:"), asked) for key in clause.affirmed)


def _not_goods_of_material(one: Considered) -> bool:
    """Whether it is nothing a material is asked of: the shop measures what it holds."""
    return "volume" in one.facts
