"""A need as the pairs of name and value that `mercery eval guide` compares. Pure.

What the file leaves open is compared as it is meant: sizes and brands without case and punctuation, colours by the family
they belong to, and of a material that stands for several (`metal`) those the shop has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from mercery.catalog.slug import slug
from mercery.guide.need import Need, Wish

Pair = tuple[str, str]
LEFT_OUT: Final = frozenset({"in_stock", "feature"})
"""What is not counted: always so, or counted by the offers alone."""
FAMILIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("bottle green", "emerald", "olive", "forest green", "sage"), "green"),
    **dict.fromkeys(("bordeaux", "burgundy"), "red"),
    **dict.fromkeys(("charcoal", "graphite", "gunmetal"), "grey"),
}
"""Named apart in the file only where that matters; navy stands for itself."""
_CARE: Final[Mapping[str, str]] = {
    "machine_washable": "machine wash", "hand_wash": "hand wash", "dry_clean": "dry clean", "easy_care": "easy care",
}  # fmt: skip
_MEASURES: Final[Mapping[str, tuple[str, int]]] = {
    "weight": ("weight_g", 1), "diameter": ("diameter_mm", 1), "water_resistance": ("water_resistance_m", 1000),
    "dimensions": ("side_cm", 10), "side": ("side_cm", 10), "size": ("side_cm", 10), "width": ("side_cm", 10),
}  # fmt: skip
"""A measure to its name in the file, and how many base units one of the file's units is."""


def expected_pairs(constraints: Mapping[str, Any]) -> set[Pair]:
    """The pairs of a line."""
    found: set[Pair] = set()
    for name, value in constraints.items():
        if name not in LEFT_OUT:
            found |= {(name, _plain(name, str(one))) for one in (value if isinstance(value, list) else [value])}
    return found


def heard_pairs(need: Need, keys: Mapping[str, str]) -> set[Pair]:
    """The pairs of a need; `keys` gives the shop's own name of a product by its id."""
    found = {pair for wish in need.wishes for pair in _of(wish, keys)}
    if need.currency:
        found.add(("currency", need.currency))
    return {(name, _plain(name, value)) for name, value in found}


def _plain(name: str, value: str) -> str:
    if name in ("size", "brand"):
        return slug(value)
    return FAMILIES.get(value, value) if name in ("colour", "not_colour") else value


def _of(wish: Wish, keys: Mapping[str, str]) -> Iterator[Pair]:
    side = "not_" if wish.unwanted else ""
    match wish.kind:
        case "category":
            yield from ((f"{side}category", value) for value in wish.values)
        case "colour":
            yield from ((f"{side}colour", value) for value in _colours(wish))
        case "material":
            pure = "pure " if wish.pure else ""
            yield from ((f"{side}material", f"{pure}{value}") for value in wish.values)
        case "size" | "brand":
            yield from ((f"{side}{wish.kind}", value) for value in wish.values)
        case "audience":
            yield "for", "adult" if len(wish.values) > 1 or "adult" in wish.values else "".join(wish.values)
        case "product" if wish.unwanted:
            yield from (("exclude_product_ids", keys.get(value, value)) for value in wish.values)
        case "price":
            yield from (("min_price_minor", str(int(wish.low))),) if wish.low is not None else ()
            yield from (("max_price_minor", str(int(wish.high))),) if wish.high is not None else ()
        case "measure" if wish.name in _MEASURES:
            yield from _measure(wish)
        case "feature":
            yield from _feature(wish)
        case _:
            pass


def _colours(wish: Wish) -> tuple[str, ...]:
    """The words it was heard as, where one stands for several values."""
    return tuple(wish.term.split("/")) if wish.term else tuple(value.replace("-", " ") for value in wish.values)


def _measure(wish: Wish) -> Iterator[Pair]:
    name, unit = _MEASURES[wish.name]
    if wish.low is not None:
        yield f"min_{name}", _number(wish.low / unit)
    if wish.high is not None:
        yield f"max_{name}", _number(wish.high / unit)


def _feature(wish: Wish) -> Iterator[Pair]:
    if wish.name in ("movement", "style"):
        yield from ((wish.name, value) for value in wish.values)
    elif wish.name in _CARE and not wish.unwanted:
        yield "care", _CARE[wish.name]


def _number(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
