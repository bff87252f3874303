"""Which of the shop's colours a colour word means, and whether a metal's name means the metal or the colour. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from mercery.claims.lexicon import kind_of
from mercery.guide.hearing.categories import known_categories
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.known import KnownValue, Schema

FAMILIES: Final[dict[str, frozenset[str]]] = {
    "green": frozenset(("green", "bottle green", "emerald", "olive", "forest green", "sage")),
    "red": frozenset(("red", "bordeaux", "burgundy")),
    "blue": frozenset(("blue", "navy", "midnight", "sky")),
    "grey": frozenset(("grey", "charcoal", "graphite", "gunmetal")),
    "purple": frozenset(("purple", "plum", "lilac")),
    "pink": frozenset(("pink", "blush")),
    "yellow": frozenset(("yellow", "mustard")),
}
"""Shades that everybody calls by the family's name."""
KIN: Final[dict[str, frozenset[str]]] = {
    "brown": frozenset(("tobacco", "chestnut", "cognac", "tan", "caramel", "camel")),
    "white": frozenset(("ivory", "cream", "ecru")),
    "beige": frozenset(("sand", "oatmeal", "natural", "stone", "ecru")),
    "orange": frozenset(("rust", "terracotta")),
    "gold": frozenset(("yellow gold", "brass")),
    "silver": frozenset(("white gold",)),
}
"""Shades that pass for another colour where the shop has none of that name itself."""
_AS_COLOUR: Final = re.compile(r"\s?-?(?:tone|toned|colou?red|colou?r|in colou?r)\b|色")
_ALSO_COLOURS: Final = frozenset(
    ("gold", "silver", "rose gold", "yellow gold", "white gold", "pearl", "amber", "ivory", "natural")
)
"""What is said of colours as often as of materials."""
_METAL_GOODS: Final = ("jewellery", "cutlery")


def values_of(colour: str, schema: Schema) -> tuple[KnownValue, ...]:
    """The shop's values that `colour` means."""
    family = FAMILIES.get(colour, frozenset((colour,)))
    own = tuple(one for one in schema.colours if one.terms & family or colour in _plain(one))
    if own:
        return own
    return tuple(one for one in schema.colours if one.terms & KIN.get(colour, frozenset()))


def _plain(value: KnownValue) -> set[str]:
    return {text.lower() for text in (value.label.en, value.label.zh) if text}


def means_material(name: str, surface: str, kinds: Collection[str], categories: Sequence[str], schema: Schema) -> bool:
    """Whether `gold` is asked for as a metal: of jewellery, or of goods that are made of it and do not come in it."""
    if _AS_COLOUR.match(surface.removeprefix(name)) or surface.startswith(f"{name}色") or "色" in surface[:3]:
        return False
    if any(is_kind_of(kind, goods) for kind in kinds for goods in _METAL_GOODS):
        return True
    around = known_categories(categories, schema) if categories else schema.categories
    made_of = any(kind_of(each, name) for one in around for each in one.parts)
    values = {value for one in around for value in one.colours}
    coloured = any(one.value in values and name in one.terms for one in schema.colours)
    if name not in _ALSO_COLOURS:
        return made_of or not coloured
    return made_of and not (coloured and categories)
