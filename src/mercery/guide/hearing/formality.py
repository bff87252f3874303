"""How formal goods are by what they are, where the shop says nothing of style. General knowledge, said as such. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

from mercery.guide.hearing.kinds import is_kind_of

Style = Literal["casual", "formal"]
_CASUAL: Final = frozenset(
    [
        "sneaker",
        "espadrille",
        "slippers",
        "sandal",
        "mules",
        "beanie",
        "cap",
        "weekender",
        "shopper",
        "bucket_bag",
        "belt_bag",
        "backpack",
        "jeans",
        "shorts",
        "tshirt",
        "hoodie",
        "sweatshirt",
        "sportswear",
        "swimwear",
        "nightwear",
        "fedora",
        "socks",
        "plush",
        "toy",
    ]
)
_FORMAL: Final = frozenset(
    [
        "clutch",
        "briefcase",
        "oxford",
        "pumps",
        "suit",
        "blazer",
        "tie",
        "pocket_square",
        "cufflinks",
        "fedora",
        "brooch",
    ]
)


def style_of(kinds: Collection[str]) -> Style | None:
    """`casual` or `formal` where a kind leaves no doubt, else None."""
    casual = any(is_kind_of(kind, one) for kind in kinds for one in _CASUAL)
    formal = any(is_kind_of(kind, one) for kind in kinds for one in _FORMAL)
    if casual == formal:
        return None
    return "casual" if casual else "formal"
