"""Which part and material of a product bear a claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.parts import PURE, alike
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.lexicon import kind_of
from mercery.claims.views import Made, ProductView

GEMS: Final = frozenset(
    {
        "diamond",
        "ruby",
        "sapphire",
        "emerald",
        "garnet",
        "pearl",
        "amethyst",
        "topaz",
        "opal",
        "zirconia",
        "crystal",
        "jade",
        "turquoise",
        "onyx",
    }
)


def in_text(view: ProductView, token: Token, parts: Sequence[str]) -> Clause | None:
    """The product's own text that names the material and no other, of just the part it is told of."""
    names = token.of("mat")
    if not parts or any(name in made.coating for made in view.made for name in names):
        return None
    wanted = {f"part:{part}" for part in parts}
    for clause in view.clauses:
        materials = {key[4:] for key in clause.affirmed if key.startswith("mat:")}
        own = {key for key in clause.affirmed if key.startswith("part:")}
        plain = clause.attribute in ("description", "notes") and bool(set(names) & materials) and own == wanted
        if plain and all(any(kind_of(other, name) for name in names) for other in materials):
            return clause
    return None


def proof(
    view: ProductView,
    token: Token,
    parts: Sequence[str],
    percent: float | None,
    adjectives: set[str],
    *,
    of_all: bool,
) -> Made | None:
    """The part and material that bear the claim."""
    names = token.of("mat")
    if parts:
        found = None
        for part in parts:
            own = [made for made in view.made if made.part == part] or [
                made for made in view.made if part in alike(made.part)
            ]
            found = next((made for made in own if bears(made, names, percent, adjectives)), None)
            if found is None:
                return None
        return found
    if not view.made:
        return None
    plain = [made for made in view.primary() if made.part != "other" or not set(names) & GEMS or not of_all]
    return next((made for made in plain if bears(made, names, percent, adjectives)), None)


def bears(made: Made, names: Sequence[str], percent: float | None, adjectives: set[str]) -> bool:
    coat = any(any(kind_of(one, name) for name in names) for one in made.coating)
    if not any(made.is_of(name) for name in names) and not (
        coat and (adjectives & made.adjectives & {"c:plated", "c:embossed", "c:grained"} or "over" in adjectives)
    ):
        return False
    if percent is not None and made.percent != percent:
        return False
    return all(
        one == "over" or one in made.adjectives or any(one.removeprefix("c:") in name for name in made.materials)
        for one in adjectives
    )


def is_pure(view: ProductView, token: Token, made: Made) -> bool:
    if made.percent is not None:
        return made.percent == 100
    return (
        len({one.materials for one in view.made if one.part == made.part}) == 1
        and len(made.materials) == 1
        and not made.coating
        and any(PURE & set(text.lower().split()) for text in (view.facts["material"].label.en,))
    )


def pure_at(segment: Segment, token: Token) -> bool:
    return any(
        (one.text in PURE and one.text not in ("all", "whole", "全"))
        or (one.amount and one.amount.kind == "percent" and one.amount.value == 100)
        for one in segment.before(token, 2)
    )


def all_of_it(view: ProductView, token: Token, parts: Sequence[str]) -> bool:
    """Whether every part told of (or of the whole piece) is of the material and nothing else."""
    own = [made for made in view.made if not parts or made.part in parts or set(parts) & alike(made.part)]
    return (
        bool(own)
        and all(any(made.is_of(name) for name in token.of("mat")) for made in own)
        and all(made.percent in (None, 100) for made in own)
    )
