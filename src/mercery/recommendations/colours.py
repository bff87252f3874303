"""Which colours go together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

_HUES: Final[Mapping[str, tuple[str, ...]]] = {
    "neutral": ("black", "white", "ivory", "cream", "ecru", "natural", "grey", "charcoal", "graphite", "sand", "beige",
                "oatmeal", "stone", "taupe"),
    "metal": ("gold", "silver", "rose gold", "yellow gold", "white gold", "brass", "gunmetal"),
    "red": ("red", "true red", "burgundy", "bordeaux", "pink", "blush", "rust"),
    "orange": ("orange", "terracotta", "honey", "yellow", "mustard"),
    "green": ("green", "bottle green", "forest green", "emerald", "olive", "sage", "teal"),
    "blue": ("blue", "navy", "midnight", "ink", "sky"),
    "purple": ("purple", "plum", "lilac"),
    "brown": ("brown", "tan", "cognac", "camel", "caramel", "tobacco", "chestnut", "tortoiseshell"),
}  # fmt: skip
_HUE_OF: Final = {colour: hue for hue, colours in _HUES.items() for colour in colours}
_TOGETHER: Final = frozenset(
    frozenset(pair)
    for pair in (
        ("brown", "blue"),
        ("brown", "green"),
        ("brown", "red"),
        ("brown", "orange"),
        ("red", "blue"),
        ("green", "red"),
    )
)
"""Hues that are worn together; a neutral and a metal go with everything."""


def harmony(ours: Collection[str], theirs: Collection[str]) -> float:
    """How well two pieces go together at best, from 0 to 1: the same colour 1, the same hue .8, a known pair .6, a
    neutral beside a colour .5. 0 where a colour is not known."""
    return max((_pair(one, other) for one in ours for other in theirs), default=0.0)


def _pair(one: str, other: str) -> float:
    if one == other:
        return 1.0
    hue, beside = _HUE_OF.get(one), _HUE_OF.get(other)
    if hue is None or beside is None:
        return 0.0
    if hue == beside:
        return 0.8
    if frozenset((hue, beside)) in _TOGETHER:
        return 0.6
    return 0.5 if {hue, beside} & {"neutral", "metal"} else 0.0
